// SPDX-License-Identifier: LGPL-2.1-or-later
// Rows as objects: properties that hold any object of JavaScript, which C cannot make.

/* exported addObjects */

const {GObject} = imports.gi;

// Pairs of a property that only JavaScript can set and the position of its column.
function findForeign(result, type) {
    const pairs = result.get_columns().map((column, index) =>
        [GObject.Object.find_property.call(type, column.get_name()), index]);
    return pairs.filter(([spec]) => spec?.value_type === GObject.TYPE_JSOBJECT &&
        spec.flags & GObject.ParamFlags.WRITABLE &&
        !(spec.flags & GObject.ParamFlags.CONSTRUCT_ONLY));
}

function fill(object, foreign, row) {
    for (const [spec, index] of foreign)
        object[spec.name.replaceAll('-', '_')] = row[index];
    return object;
}

function addObjects({ObjectFlags, Result: {prototype: result}, Row: {prototype: row}}) {
    const {to_objects: toObjects} = result;
    const {to_object: toObject} = row;

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
