// SPDX-License-Identifier: LGPL-2.1-or-later
// Rows as objects, and objects as parameters: properties that hold any object of JavaScript, which
// C can neither make nor send.

/* exported addObjects, fetchObjects */

const {GObject} = imports.gi;

// Pairs of a property that only JavaScript can set and the position of its column.
function findForeign(result, type) {
    const pairs = result.get_columns().map((column, index) =>
        [GObject.Object.find_property.call(type, column.get_name()), index]);
    const foreign = pairs.filter(([spec]) => spec?.value_type === GObject.TYPE_JSOBJECT &&
        spec.flags & GObject.ParamFlags.WRITABLE &&
        !(spec.flags & GObject.ParamFlags.CONSTRUCT_ONLY));
    // Where two columns may be for one property, it is the first.
    return foreign.filter(([{name}], index) =>
        foreign.findIndex(([other]) => other.name === name) === index);
}

function fill(object, foreign, row) {
    for (const [spec, index] of foreign)
        object[spec.name.replaceAll('-', '_')] = row[index];
    return object;
}

// What is fetched as an object is fetched as a row, from which it is made here.
function fetchObjects({Cursor: {prototype: cursor}}) {
    const {fetch_one: fetchOne, fetch_one_finish: fetchOneFinish} = cursor;
    const make = ({row_type: type, row_flags: flags}, row) => row?.to_object(type, flags) ?? null;

    cursor.fetch_object = function (cancellable) {
        return make(this, fetchOne.call(this, cancellable));
    };
    cursor.fetch_object_finish = function (operation) {
        return make(this, fetchOneFinish.call(this, operation));
    };
    for (const form of ['_async', '_start'])
        cursor[`fetch_object${form}`] = cursor[`fetch_one${form}`];
}

// The names of properties that only JavaScript can read.
function listForeign(object) {
    return GObject.Object.list_properties.call(object.constructor)
        .filter(spec => spec.value_type === GObject.TYPE_JSOBJECT &&
            spec.flags & GObject.ParamFlags.READABLE)
        .map(spec => spec.name);
}

function addParams({prototype: params}) {
    const {set_object: setObject} = params;

    params.set_object = function (object, properties = null) {
        const foreign = object instanceof GObject.Object ? listForeign(object) : [];
        const isWhole = !properties?.length;
        if (isWhole)
            setObject.call(this, object, null);
        for (const name of isWhole ? foreign : properties) {
            const own = name.replaceAll('-', '_');
            if (foreign.includes(own.replaceAll('_', '-')))
                this.set_named_value(own, object[own]);
            else
                setObject.call(this, object, [name]);
        }
        return true;
    };
}

function addObjects({ObjectFlags, Params, Result: {prototype: result}, Row: {prototype: row}}) {
    const {to_objects: toObjects} = result;
    const {to_object: toObject} = row;

    addParams(Params);

    result.to_objects = function (type, flags = ObjectFlags.NONE) {
        const foreign = findForeign(this, type);
        if (foreign.length === 0)
            return toObjects.call(this, type, flags);
        const rows = [...this];
        return toObjects.call(this, type, flags | ObjectFlags.LEAVE_FOREIGN)
            .map((object, index) => fill(object, foreign, rows[index]));
    };
    row.to_object = function (type, flags = ObjectFlags.NONE) {
        const foreign = findForeign(this.get_result(), type);
        if (foreign.length === 0)
            return toObject.call(this, type, flags);
        const object = toObject.call(this, type, flags | ObjectFlags.LEAVE_FOREIGN);
        return fill(object, foreign, [...this]);
    };
}
