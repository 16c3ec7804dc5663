/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <gio/gio.h>

#include <pgglib/pgg-version-macros.h>

G_BEGIN_DECLS

/* pq */
typedef struct _PggPqCancel     PggPqCancel;
typedef struct _PggPqCancelConn PggPqCancelConn;
typedef struct _PggPqConn       PggPqConn;
typedef struct _PggPqParams     PggPqParams;
typedef struct _PggPqResult     PggPqResult;

/* engine */
typedef struct _PggDiagnostics  PggDiagnostics;
typedef struct _PggNotification PggNotification;
typedef struct _PggOperation    PggOperation;

/* types */
typedef struct _PggArray        PggArray;
typedef struct _PggArrayBuilder PggArrayBuilder;
typedef struct _PggBox          PggBox;
typedef struct _PggCircle       PggCircle;
typedef struct _PggCodecRegistry PggCodecRegistry;
typedef struct _PggDate         PggDate;
typedef struct _PggInet         PggInet;
typedef struct _PggInterval     PggInterval;
typedef struct _PggLine         PggLine;
typedef struct _PggLineSegment  PggLineSegment;
typedef struct _PggMultirange   PggMultirange;
typedef struct _PggNumeric      PggNumeric;
typedef struct _PggPath         PggPath;
typedef struct _PggPoint        PggPoint;
typedef struct _PggPolygon      PggPolygon;
typedef struct _PggRange        PggRange;
typedef struct _PggRecord       PggRecord;
typedef struct _PggRecordBuilder PggRecordBuilder;
typedef struct _PggSql          PggSql;
typedef struct _PggTime         PggTime;
typedef struct _PggTimestamp    PggTimestamp;
typedef struct _PggTypeCodec    PggTypeCodec;
typedef struct _PggTypeInfo     PggTypeInfo;

/* client */
typedef struct _PggBatch        PggBatch;
typedef struct _PggBatchResult  PggBatchResult;
typedef struct _PggColumn       PggColumn;
typedef struct _PggConnection   PggConnection;
typedef struct _PggCursor       PggCursor;
typedef struct _PggLocalServer  PggLocalServer;
typedef struct _PggParams       PggParams;
typedef struct _PggPipeline     PggPipeline;
typedef struct _PggResult       PggResult;
typedef struct _PggResultModel  PggResultModel;
typedef struct _PggRow          PggRow;
typedef struct _PggRowItem      PggRowItem;
typedef struct _PggStatement    PggStatement;
typedef struct _PggTransaction  PggTransaction;

G_END_DECLS
