/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packs the five characters of an SQLSTATE into a number and unpacks them again. */

#include "config.h"

#include "pgg-sql-state.h"

#include <string.h>

#define STATE_LENGTH 5
#define BITS_PER_CHARACTER 6
#define CHARACTER_MASK 0x3F

static gboolean
is_state_character (char character)
{
  return g_ascii_isdigit (character) || g_ascii_isupper (character);
}

/**
 * pgg_sqlstate_to_string:
 * @code: a packed SQLSTATE, such as the code of an error in the server error domain
 *
 * Gives the five characters that @code packs, for example `23505`.
 *
 * States that [enum@SqlState] does not list are unpacked in the same way.
 *
 * Returns: (transfer full) (nullable): the five characters, or %NULL if @code is not a packed
 *   SQLSTATE
 * Since: 1.0
 */
char *
pgg_sqlstate_to_string (guint code)
{
  char state[STATE_LENGTH + 1] = { 0 };

  if (code >> (STATE_LENGTH * BITS_PER_CHARACTER) != 0)
    return NULL;

  for (int i = 0; i < STATE_LENGTH; i++)
    {
      state[i] = (char) ('0' + ((code >> (i * BITS_PER_CHARACTER)) & CHARACTER_MASK));
      if (!is_state_character (state[i]))
        return NULL;
    }

  return g_strdup (state);
}

/**
 * pgg_sqlstate_from_string:
 * @state: five digits or upper-case letters, such as `23505`
 *
 * Packs an SQLSTATE the way [enum@SqlState] does.
 *
 * Returns: the packed state, or 0 (successful completion, `00000`) if @state is not an SQLSTATE
 * Since: 1.0
 */
guint
pgg_sqlstate_from_string (const char *state)
{
  guint code = 0;

  g_return_val_if_fail (state != NULL, 0);

  if (strlen (state) != STATE_LENGTH)
    return 0;

  for (int i = 0; i < STATE_LENGTH; i++)
    {
      if (!is_state_character (state[i]))
        return 0;
      code |= (guint) ((state[i] - '0') & CHARACTER_MASK) << (i * BITS_PER_CHARACTER);
    }

  return code;
}
