/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <glib.h>

#define PGG_VERSION_1_0 (G_ENCODE_VERSION (1, 0))

#ifndef PGG_VERSION_MAX_ALLOWED
#define PGG_VERSION_MAX_ALLOWED PGG_VERSION_1_0
#endif

#ifndef PGG_VERSION_MIN_REQUIRED
#define PGG_VERSION_MIN_REQUIRED PGG_VERSION_1_0
#endif

#if defined(__GNUC__) && !defined(_WIN32)
#define PGG_EXTERN __attribute__ ((visibility ("default"))) extern
#else
#define PGG_EXTERN extern
#endif

#define PGG_AVAILABLE_IN_ALL PGG_EXTERN

#if PGG_VERSION_MAX_ALLOWED < PGG_VERSION_1_0
#define PGG_AVAILABLE_IN_1_0 G_UNAVAILABLE (1, 0) PGG_EXTERN
#else
#define PGG_AVAILABLE_IN_1_0 PGG_EXTERN
#endif
