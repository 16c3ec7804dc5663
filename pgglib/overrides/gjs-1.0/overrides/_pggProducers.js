// SPDX-License-Identifier: LGPL-2.1-or-later
// Sets of parameters that come one after the other, and are never in memory together. An array is
// in memory already, and is sent as a whole. What comes from an iterator, such as a generator or a
// cursor, is written part by part, unless the first part is all.

/* exported addProducers */

const {GLib} = imports.gi;
const {checkTimeout, takeOptions} = imports.overrides._pggOptions;

// A part has so many sets, or so many bytes of them.
const SETS = 256;
const BYTES = 1 << 20;

function isProducer(sets) {
    return sets !== null && typeof sets === 'object' && !Array.isArray(sets) &&
        (Symbol.iterator in sets || Symbol.asyncIterator in sets);
}

// About how many bytes the long values of a set take.
function weigh(values) {
    const each = Array.isArray(values) ? values
        : values && Object.getPrototypeOf(values) === Object.prototype ? Object.values(values) : [];
    return each.reduce((sum, value) => sum + (value?.byteLength ?? value?.length ?? 0), 0);
}

// Sets that are sent together; only the last part is not full.
class Part {
    constructor() {
        this.sets = [];
        this.size = 0;
    }

    get isFull() {
        return this.sets.length >= SETS || this.size >= BYTES;
    }

    // Whether there was room for what an iterator gave, and there may be more.
    take({done, value}) {
        if (done)
            return false;
        this.sets.push(value);
        this.size += weigh(value);
        return !this.isFull;
    }
}

function takePart(iterator) {
    const part = new Part();
    while (part.take(iterator.next()));
    return part;
}

async function takePartAsync(iterator) {
    const part = new Part();
    while (part.take(await iterator.next()));
    return part;
}

function iterate(sets) {
    if (!(Symbol.iterator in sets))
        throw new TypeError('sets that come asynchronously are for execute_many_async ()');
    return sets[Symbol.iterator]();
}

function collect(sets) {
    return isProducer(sets) ? [...iterate(sets)] : sets;
}

// Leaves the iterator as a loop does; what comes of this, and of the batch, matters less than why.
function giveUp(writer, iterator) {
    writer.abort();
    for (const leave of [() => writer.end(null), () => iterator.return?.()]) {
        try {
            leave();
        } catch {
            // It was given up.
        }
    }
}

async function giveUpAsync(writer, iterator) {
    writer.abort();
    await writer.end_async(GLib.PRIORITY_DEFAULT, null).catch(() => {});
    try {
        await iterator.return?.();
    } catch {
        // It was given up.
    }
}

function writeAll(writer, first, iterator, cancellable) {
    let part = first;
    try {
        for (; part.isFull; part = takePart(iterator))
            writer.write(part.sets, cancellable);
        writer.write(part.sets, cancellable);
    } catch (error) {
        giveUp(writer, iterator);
        throw error;
    }
    return writer.end(cancellable).get_total_affected_rows();
}

async function writeAllAsync(writer, first, iterator, {priority, cancellable}) {
    let part = first;
    try {
        for (; part.isFull; part = await takePartAsync(iterator))
            await writer.write_async(part.sets, priority, cancellable);
        await writer.write_async(part.sets, priority, cancellable);
    } catch (error) {
        await giveUpAsync(writer, iterator);
        throw error;
    }
    const outcome = await writer.end_async(priority, cancellable);
    return outcome.get_total_affected_rows();
}

// The options of a call, or what it has in the place of them.
function getOptions(rest, isAsync) {
    const [priority, cancellable] = isAsync ? rest : [undefined, ...rest];
    const options = takeOptions([...rest], 0) ?? {priority, cancellable};
    return {
        priority: options.priority ?? GLib.PRIORITY_DEFAULT,
        cancellable: options.cancellable ?? null,
        timeout: options.timeout === undefined ? -1 : checkTimeout(options.timeout),
    };
}

function takeProducers(Pgg, type, place) {
    const {prototype} = type;
    const {execute_many: block, execute_many_async: begin, execute_many_start: start} = prototype;
    const open = (owner, head, {timeout}) => {
        const flags = type === Pgg.Connection ? [Pgg.BatchFlags.TOTAL_ONLY] : [];
        const writer = owner.open_batch(...head, ...flags);
        if (timeout >= 0)
            writer.timeout = timeout;
        return writer;
    };

    prototype.execute_many = function (...given) {
        const [head, sets, rest] = [given.slice(0, place), given[place], given.slice(place + 1)];
        if (!isProducer(sets))
            return block.apply(this, given);
        const iterator = iterate(sets);
        const part = takePart(iterator);
        if (!part.isFull)
            return block.call(this, ...head, part.sets, ...rest);
        const options = getOptions(rest, false);
        return writeAll(open(this, head, options), part, iterator, options.cancellable);
    };
    prototype.execute_many_async = function (...given) {
        const [head, sets, rest] = [given.slice(0, place), given[place], given.slice(place + 1)];
        if (!isProducer(sets))
            return begin.apply(this, given);
        if (rest.length > 2)
            return begin.call(this, ...head, collect(sets), ...rest);
        const options = getOptions(rest, true);
        return (async () => {
            const iterator = (sets[Symbol.asyncIterator] ?? sets[Symbol.iterator]).call(sets);
            const part = await takePartAsync(iterator);
            if (!part.isFull)
                return begin.call(this, ...head, part.sets, ...rest);
            return writeAllAsync(open(this, head, options), part, iterator, options);
        })();
    };
    prototype.execute_many_start = function (...given) {
        given[place] = collect(given[place]);
        return start.apply(this, given);
    };
}

// Lets a part be sets, or statements with theirs. It is emptied when it has been taken, because
// nobody knows when it will be freed.
function takeItems({Batch, BatchWriter: {prototype}}, makeBatch, makePart) {
    const make = (writer, items) => {
        const sql = writer.get_sql();
        return sql === null ? makeBatch(items)
            : makePart(sql, [...items], writer.get_statement(), writer.get_n_items());
    };

    for (const name of ['write', 'write_async', 'write_start']) {
        const original = prototype[name];
        prototype[name] = function (items, ...rest) {
            if (items instanceof Batch)
                return original.call(this, items, ...rest);
            const part = make(this, items);
            try {
                return original.call(this, part, ...rest);
            } finally {
                part.reset();
            }
        };
    }
}

function addProducers(Pgg, makeBatch, makePart) {
    takeItems(Pgg, makeBatch, makePart);
    takeProducers(Pgg, Pgg.Connection, 1);
    takeProducers(Pgg, Pgg.Cursor, 1);
    takeProducers(Pgg, Pgg.Statement, 0);
}
