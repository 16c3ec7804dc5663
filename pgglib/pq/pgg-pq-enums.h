/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggPqConnStatus:
 * @PGG_PQ_CONN_STATUS_OK: the connection is open
 * @PGG_PQ_CONN_STATUS_BAD: the connection could not be made, broke, or is finished
 * @PGG_PQ_CONN_STATUS_STARTED: waiting for the connection to be made
 * @PGG_PQ_CONN_STATUS_MADE: connected, waiting to send
 * @PGG_PQ_CONN_STATUS_AWAITING_RESPONSE: waiting for a response from the server
 * @PGG_PQ_CONN_STATUS_AUTH_OK: authenticated, waiting for the backend to start up
 * @PGG_PQ_CONN_STATUS_SETENV: no longer used by libpq
 * @PGG_PQ_CONN_STATUS_SSL_STARTUP: negotiating TLS
 * @PGG_PQ_CONN_STATUS_NEEDED: internal state of libpq: a connection attempt is needed
 * @PGG_PQ_CONN_STATUS_CHECK_WRITABLE: checking whether the session can write
 * @PGG_PQ_CONN_STATUS_CONSUME: consuming the remaining messages
 * @PGG_PQ_CONN_STATUS_GSS_STARTUP: negotiating GSSAPI
 * @PGG_PQ_CONN_STATUS_CHECK_TARGET: checking the properties of the server
 * @PGG_PQ_CONN_STATUS_CHECK_STANDBY: checking whether the server is in standby mode
 * @PGG_PQ_CONN_STATUS_ALLOCATED: the connection attempt is not started yet (libpq 17)
 * @PGG_PQ_CONN_STATUS_AUTHENTICATING: authentication runs with an external system (libpq 18)
 *
 * The status of a connection, libpq's `ConnStatusType` with the same values.
 *
 * Only the first two should be relied upon, the others are for showing progress.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_CONN_STATUS_OK = 0,
  PGG_PQ_CONN_STATUS_BAD = 1,
  PGG_PQ_CONN_STATUS_STARTED = 2,
  PGG_PQ_CONN_STATUS_MADE = 3,
  PGG_PQ_CONN_STATUS_AWAITING_RESPONSE = 4,
  PGG_PQ_CONN_STATUS_AUTH_OK = 5,
  PGG_PQ_CONN_STATUS_SETENV = 6,
  PGG_PQ_CONN_STATUS_SSL_STARTUP = 7,
  PGG_PQ_CONN_STATUS_NEEDED = 8,
  PGG_PQ_CONN_STATUS_CHECK_WRITABLE = 9,
  PGG_PQ_CONN_STATUS_CONSUME = 10,
  PGG_PQ_CONN_STATUS_GSS_STARTUP = 11,
  PGG_PQ_CONN_STATUS_CHECK_TARGET = 12,
  PGG_PQ_CONN_STATUS_CHECK_STANDBY = 13,
  PGG_PQ_CONN_STATUS_ALLOCATED = 14,
  PGG_PQ_CONN_STATUS_AUTHENTICATING = 15,
} PggPqConnStatus;

/**
 * PggPqPollingStatus:
 * @PGG_PQ_POLLING_STATUS_FAILED: the attempt failed
 * @PGG_PQ_POLLING_STATUS_READING: wait until the socket is readable, then poll again
 * @PGG_PQ_POLLING_STATUS_WRITING: wait until the socket is writable, then poll again
 * @PGG_PQ_POLLING_STATUS_OK: the attempt succeeded
 * @PGG_PQ_POLLING_STATUS_ACTIVE: no longer used by libpq
 *
 * What a connection attempt waits for, libpq's `PostgresPollingStatusType` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_POLLING_STATUS_FAILED = 0,
  PGG_PQ_POLLING_STATUS_READING = 1,
  PGG_PQ_POLLING_STATUS_WRITING = 2,
  PGG_PQ_POLLING_STATUS_OK = 3,
  PGG_PQ_POLLING_STATUS_ACTIVE = 4,
} PggPqPollingStatus;

/**
 * PggPqExecStatus:
 * @PGG_PQ_EXEC_STATUS_EMPTY_QUERY: the query string was empty
 * @PGG_PQ_EXEC_STATUS_COMMAND_OK: a command that returns no rows succeeded
 * @PGG_PQ_EXEC_STATUS_TUPLES_OK: a command that returns rows succeeded; with row by row or chunk
 *   by chunk retrieval this is the end of the rows
 * @PGG_PQ_EXEC_STATUS_COPY_OUT: data from the server can be read
 * @PGG_PQ_EXEC_STATUS_COPY_IN: data to the server can be written
 * @PGG_PQ_EXEC_STATUS_BAD_RESPONSE: the response of the server was not understood
 * @PGG_PQ_EXEC_STATUS_NONFATAL_ERROR: a notice or warning
 * @PGG_PQ_EXEC_STATUS_FATAL_ERROR: the command failed
 * @PGG_PQ_EXEC_STATUS_COPY_BOTH: data can be read and written (replication)
 * @PGG_PQ_EXEC_STATUS_SINGLE_TUPLE: one row of a result retrieved row by row
 * @PGG_PQ_EXEC_STATUS_PIPELINE_SYNC: a synchronization point of a pipeline
 * @PGG_PQ_EXEC_STATUS_PIPELINE_ABORTED: the command did not run as an earlier one of its pipeline
 *   failed
 * @PGG_PQ_EXEC_STATUS_TUPLES_CHUNK: some rows of a result retrieved chunk by chunk (libpq 17)
 *
 * The status of a result, libpq's `ExecStatusType` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_EXEC_STATUS_EMPTY_QUERY = 0,
  PGG_PQ_EXEC_STATUS_COMMAND_OK = 1,
  PGG_PQ_EXEC_STATUS_TUPLES_OK = 2,
  PGG_PQ_EXEC_STATUS_COPY_OUT = 3,
  PGG_PQ_EXEC_STATUS_COPY_IN = 4,
  PGG_PQ_EXEC_STATUS_BAD_RESPONSE = 5,
  PGG_PQ_EXEC_STATUS_NONFATAL_ERROR = 6,
  PGG_PQ_EXEC_STATUS_FATAL_ERROR = 7,
  PGG_PQ_EXEC_STATUS_COPY_BOTH = 8,
  PGG_PQ_EXEC_STATUS_SINGLE_TUPLE = 9,
  PGG_PQ_EXEC_STATUS_PIPELINE_SYNC = 10,
  PGG_PQ_EXEC_STATUS_PIPELINE_ABORTED = 11,
  PGG_PQ_EXEC_STATUS_TUPLES_CHUNK = 12,
} PggPqExecStatus;

/**
 * PggPqTransactionStatus:
 * @PGG_PQ_TRANSACTION_STATUS_IDLE: idle, not in a transaction
 * @PGG_PQ_TRANSACTION_STATUS_ACTIVE: a command is in progress
 * @PGG_PQ_TRANSACTION_STATUS_INTRANS: idle in a transaction
 * @PGG_PQ_TRANSACTION_STATUS_INERROR: idle in a failed transaction
 * @PGG_PQ_TRANSACTION_STATUS_UNKNOWN: the connection is bad
 *
 * Where a session stands, libpq's `PGTransactionStatusType` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_TRANSACTION_STATUS_IDLE = 0,
  PGG_PQ_TRANSACTION_STATUS_ACTIVE = 1,
  PGG_PQ_TRANSACTION_STATUS_INTRANS = 2,
  PGG_PQ_TRANSACTION_STATUS_INERROR = 3,
  PGG_PQ_TRANSACTION_STATUS_UNKNOWN = 4,
} PggPqTransactionStatus;

/**
 * PggPqPing:
 * @PGG_PQ_PING_OK: the server accepts connections
 * @PGG_PQ_PING_REJECT: the server runs but rejects connections (it starts or stops)
 * @PGG_PQ_PING_NO_RESPONSE: the server could not be reached
 * @PGG_PQ_PING_NO_ATTEMPT: nothing was tried: the parameters are wrong
 *
 * What a ping found, libpq's `PGPing` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_PING_OK = 0,
  PGG_PQ_PING_REJECT = 1,
  PGG_PQ_PING_NO_RESPONSE = 2,
  PGG_PQ_PING_NO_ATTEMPT = 3,
} PggPqPing;

/**
 * PggPqPipelineStatus:
 * @PGG_PQ_PIPELINE_STATUS_OFF: not in pipeline mode
 * @PGG_PQ_PIPELINE_STATUS_ON: in pipeline mode
 * @PGG_PQ_PIPELINE_STATUS_ABORTED: in pipeline mode, after an error and before the next
 *   synchronization point
 *
 * The state of pipeline mode, libpq's `PGpipelineStatus` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_PIPELINE_STATUS_OFF = 0,
  PGG_PQ_PIPELINE_STATUS_ON = 1,
  PGG_PQ_PIPELINE_STATUS_ABORTED = 2,
} PggPqPipelineStatus;

/**
 * PggPqDiagnosticField:
 * @PGG_PQ_DIAGNOSTIC_FIELD_SEVERITY: severity, in the language of the server
 * @PGG_PQ_DIAGNOSTIC_FIELD_SEVERITY_NONLOCALIZED: severity in English
 * @PGG_PQ_DIAGNOSTIC_FIELD_SQLSTATE: the five characters of the SQLSTATE
 * @PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_PRIMARY: the message
 * @PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_DETAIL: details of the problem
 * @PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_HINT: what to do about it
 * @PGG_PQ_DIAGNOSTIC_FIELD_STATEMENT_POSITION: where in the statement, in characters from 1
 * @PGG_PQ_DIAGNOSTIC_FIELD_INTERNAL_POSITION: where in the internally generated command
 * @PGG_PQ_DIAGNOSTIC_FIELD_INTERNAL_QUERY: the internally generated command
 * @PGG_PQ_DIAGNOSTIC_FIELD_CONTEXT: the call stack on the server
 * @PGG_PQ_DIAGNOSTIC_FIELD_SCHEMA_NAME: the schema the error is about
 * @PGG_PQ_DIAGNOSTIC_FIELD_TABLE_NAME: the table the error is about
 * @PGG_PQ_DIAGNOSTIC_FIELD_COLUMN_NAME: the column the error is about
 * @PGG_PQ_DIAGNOSTIC_FIELD_DATATYPE_NAME: the data type the error is about
 * @PGG_PQ_DIAGNOSTIC_FIELD_CONSTRAINT_NAME: the constraint the error is about
 * @PGG_PQ_DIAGNOSTIC_FIELD_SOURCE_FILE: file of the server's source that reported the error
 * @PGG_PQ_DIAGNOSTIC_FIELD_SOURCE_LINE: line in that file
 * @PGG_PQ_DIAGNOSTIC_FIELD_SOURCE_FUNCTION: function of the server that reported the error
 *
 * A field of an error or notice; the values are libpq's `PG_DIAG_*` characters.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_DIAGNOSTIC_FIELD_SEVERITY = 'S',
  PGG_PQ_DIAGNOSTIC_FIELD_SEVERITY_NONLOCALIZED = 'V',
  PGG_PQ_DIAGNOSTIC_FIELD_SQLSTATE = 'C',
  PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_PRIMARY = 'M',
  PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_DETAIL = 'D',
  PGG_PQ_DIAGNOSTIC_FIELD_MESSAGE_HINT = 'H',
  PGG_PQ_DIAGNOSTIC_FIELD_STATEMENT_POSITION = 'P',
  PGG_PQ_DIAGNOSTIC_FIELD_INTERNAL_POSITION = 'p',
  PGG_PQ_DIAGNOSTIC_FIELD_INTERNAL_QUERY = 'q',
  PGG_PQ_DIAGNOSTIC_FIELD_CONTEXT = 'W',
  PGG_PQ_DIAGNOSTIC_FIELD_SCHEMA_NAME = 's',
  PGG_PQ_DIAGNOSTIC_FIELD_TABLE_NAME = 't',
  PGG_PQ_DIAGNOSTIC_FIELD_COLUMN_NAME = 'c',
  PGG_PQ_DIAGNOSTIC_FIELD_DATATYPE_NAME = 'd',
  PGG_PQ_DIAGNOSTIC_FIELD_CONSTRAINT_NAME = 'n',
  PGG_PQ_DIAGNOSTIC_FIELD_SOURCE_FILE = 'F',
  PGG_PQ_DIAGNOSTIC_FIELD_SOURCE_LINE = 'L',
  PGG_PQ_DIAGNOSTIC_FIELD_SOURCE_FUNCTION = 'R',
} PggPqDiagnosticField;

/**
 * PggPqVerbosity:
 * @PGG_PQ_VERBOSITY_TERSE: severity, message and position on one line
 * @PGG_PQ_VERBOSITY_DEFAULT: also detail, hint and context
 * @PGG_PQ_VERBOSITY_VERBOSE: every field
 * @PGG_PQ_VERBOSITY_SQLSTATE: severity and SQLSTATE only
 *
 * How much an error message tells, libpq's `PGVerbosity` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_VERBOSITY_TERSE = 0,
  PGG_PQ_VERBOSITY_DEFAULT = 1,
  PGG_PQ_VERBOSITY_VERBOSE = 2,
  PGG_PQ_VERBOSITY_SQLSTATE = 3,
} PggPqVerbosity;

/**
 * PggPqContextVisibility:
 * @PGG_PQ_CONTEXT_VISIBILITY_NEVER: never show the context
 * @PGG_PQ_CONTEXT_VISIBILITY_ERRORS: show the context of errors, not of notices
 * @PGG_PQ_CONTEXT_VISIBILITY_ALWAYS: always show the context
 *
 * When messages have the context field, libpq's `PGContextVisibility` with the same values.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_CONTEXT_VISIBILITY_NEVER = 0,
  PGG_PQ_CONTEXT_VISIBILITY_ERRORS = 1,
  PGG_PQ_CONTEXT_VISIBILITY_ALWAYS = 2,
} PggPqContextVisibility;

/**
 * PggPqFormat:
 * @PGG_PQ_FORMAT_TEXT: the text form of the type
 * @PGG_PQ_FORMAT_BINARY: the binary form of the type
 *
 * The format of a value, the protocol's format code.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_PQ_FORMAT_TEXT = 0,
  PGG_PQ_FORMAT_BINARY = 1,
} PggPqFormat;

/**
 * PggPqTraceFlags:
 * @PGG_PQ_TRACE_FLAGS_NONE: nothing special
 * @PGG_PQ_TRACE_FLAGS_SUPPRESS_TIMESTAMPS: no time at the beginning of lines
 * @PGG_PQ_TRACE_FLAGS_REGRESS_MODE: hide what differs from run to run, for tests
 *
 * What a trace looks like, libpq's `PQTRACE_*` flags with the same values.
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  PGG_PQ_TRACE_FLAGS_NONE = 0,
  PGG_PQ_TRACE_FLAGS_SUPPRESS_TIMESTAMPS = 1 << 0,
  PGG_PQ_TRACE_FLAGS_REGRESS_MODE = 1 << 1,
} PggPqTraceFlags;

/**
 * PggPqCopyResultFlags:
 * @PGG_PQ_COPY_RESULT_FLAGS_NONE: nothing but the command status
 * @PGG_PQ_COPY_RESULT_FLAGS_ATTRS: the descriptions of the columns
 * @PGG_PQ_COPY_RESULT_FLAGS_TUPLES: the rows, and so the descriptions of the columns
 * @PGG_PQ_COPY_RESULT_FLAGS_EVENTS: the event procedures
 * @PGG_PQ_COPY_RESULT_FLAGS_NOTICE_HOOKS: the notice hooks
 *
 * What a copy of a result holds, libpq's `PG_COPYRES_*` flags with the same values.
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  PGG_PQ_COPY_RESULT_FLAGS_NONE = 0,
  PGG_PQ_COPY_RESULT_FLAGS_ATTRS = 1 << 0,
  PGG_PQ_COPY_RESULT_FLAGS_TUPLES = 1 << 1,
  PGG_PQ_COPY_RESULT_FLAGS_EVENTS = 1 << 2,
  PGG_PQ_COPY_RESULT_FLAGS_NOTICE_HOOKS = 1 << 3,
} PggPqCopyResultFlags;

G_END_DECLS
