/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#define PGG_INSIDE

#include <pgglib/client/pgg-column.h>
#include <pgglib/client/pgg-connection.h>
#include <pgglib/client/pgg-cursor.h>
#include <pgglib/client/pgg-local-server.h>
#include <pgglib/client/pgg-params.h>
#include <pgglib/client/pgg-result-format.h>
#include <pgglib/client/pgg-result-model.h>
#include <pgglib/client/pgg-result.h>
#include <pgglib/client/pgg-row-item.h>
#include <pgglib/client/pgg-row.h>
#include <pgglib/engine/pgg-connection-status.h>
#include <pgglib/engine/pgg-diagnostics.h>
#include <pgglib/engine/pgg-notification.h>
#include <pgglib/engine/pgg-operation.h>
#include <pgglib/engine/pgg-server-error.h>
#include <pgglib/engine/pgg-sql-state.h>
#include <pgglib/pgg-client-error.h>
#include <pgglib/pgg-enum-types.h>
#include <pgglib/pgg-types.h>
#include <pgglib/pgg-version-macros.h>
#include <pgglib/pgg-version.h>
#include <pgglib/pq/pgg-capabilities.h>
#include <pgglib/pq/pgg-pq-attributes.h>
#include <pgglib/pq/pgg-pq-auth-data.h>
#include <pgglib/pq/pgg-pq-cancel-conn.h>
#include <pgglib/pq/pgg-pq-cancel.h>
#include <pgglib/pq/pgg-pq-conn.h>
#include <pgglib/pq/pgg-pq-conninfo-option.h>
#include <pgglib/pq/pgg-pq-enums.h>
#include <pgglib/pq/pgg-pq-functions.h>
#include <pgglib/pq/pgg-pq-notify.h>
#include <pgglib/pq/pgg-pq-params.h>
#include <pgglib/pq/pgg-pq-result.h>
#include <pgglib/types/pgg-date.h>
#include <pgglib/types/pgg-interval.h>
#include <pgglib/types/pgg-numeric.h>
#include <pgglib/types/pgg-sql.h>
#include <pgglib/types/pgg-time.h>
#include <pgglib/types/pgg-timestamp.h>
#include <pgglib/types/pgg-type-info.h>
#include <pgglib/wait/pgg-operation-run.h>

#undef PGG_INSIDE
