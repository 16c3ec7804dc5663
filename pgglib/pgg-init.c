/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must happen once when the library is loaded: the messages find their translations. */

#include "config.h"

#include <libintl.h>

static void __attribute__ ((constructor))
bind_text_domain (void)
{
  bindtextdomain (GETTEXT_PACKAGE, PGG_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}
