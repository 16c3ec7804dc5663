// SPDX-License-Identifier: LGPL-2.1-or-later
// What is declared with `using` and `await using`, where gjs has these, ends with its block.

/* exported addDisposal */

function define(prototype, end) {
    if (Symbol.dispose)
        prototype[Symbol.dispose] = function () {
            end(this, '');
        };
    if (Symbol.asyncDispose)
        prototype[Symbol.asyncDispose] = async function () {
            await end(this, '_async');
        };
}

function addDisposal({Connection, Cursor, LocalServer, Pipeline, Statement, Transaction,
    TransactionState}) {
    for (const {prototype} of [Connection, Cursor, Statement])
        define(prototype, (owner, form) => owner[`close${form}`]());
    define(LocalServer.prototype, (server, form) => server[`stop${form}`]());
    define(Pipeline.prototype, (pipeline, form) => pipeline[`exit${form}`]());
    define(Transaction.prototype, (transaction, form) =>
        transaction.get_state() === TransactionState.OPEN && transaction[`rollback${form}`]());
}
