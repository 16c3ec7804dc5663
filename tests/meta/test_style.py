# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every rule of check-style.py finds its bad sample and lets the good one pass."""

import importlib.util
import os
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = importlib.util.spec_from_file_location('check_style', HERE + '/../check-style.py')
style = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(style)

C_START = f'/* {style.SPDX} */\n/* What it is for. */\n\n#include "config.h"\n'
H_START = (f'/* {style.SPDX} */\n#pragma once\n\n#if !defined(PGG_INSIDE) && !defined'
           '(PGG_COMPILATION)\n#error "x"\n#endif\n')
NAME = 'pgglib/pq/pgg-x.c'
HEADER = 'pgglib/pq/pgg-x.h'


def function(body, head='static void\nwork (void)'):
    return f'{C_START}\n{head}\n{{\n{body}\n}}\n'


# rule: (path, bad text, good text)
SAMPLES = {
    'whitespace': (NAME, C_START + 'int x; \n', C_START + 'int x;\n'),
    'licence': (NAME, 'int x;\n', C_START),
    'columns': (NAME, C_START + '/* ' + 'x' * 100 + ' */\n', C_START + '/* ' + 'x' * 90 + ' */\n'),
    'file_length': (NAME, C_START + 'int x;\n' * 900, C_START + 'int x;\n' * 800),
    'unfinished': (NAME, C_START + '/* TO' 'DO: more */\n', C_START + '/* to do */\n'),
    'local_places': (NAME, C_START + '/* /ro' 'ot/x */\n', C_START + '/* root */\n'),
    'purpose': (NAME, C_START.replace('/* What it is for. */', ''), C_START),
    'config_first': (NAME, C_START.replace('config', 'other'), C_START),
    'include_guard': (HEADER, H_START.replace('once', 'twice'), H_START),
    'call_spacing': (NAME, function('  run();'), function('  g_autoptr(GError) e = run ("f()");')),
    'words': (NAME, function('  goto out;'), function('  return; /* no goto */')),
    'function_length': (NAME, function('  run ();\n' * 81), function('  run ();\n' * 70)),
    'function_names': (NAME, function('', 'static void\npgg_x_do (void)'),
                       function('', 'static void\nx_do (void)')),
    'error_initialised': (NAME, function('  GError *error;'), function('  GError *error = NULL;')),
    'task_tag': (NAME, function('  g_task_new (NULL);'),
                 function('  g_task_new (NULL);\n  g_task_set_source_tag (t, f);')),
    'property_texts': (NAME, function('  g_param_spec_int ("a", "A", NULL, 0);'),
                       function('  g_param_spec_int ("a", NULL, NULL, 0);')),
    'message_stop': (NAME, function('  x (_("This "\n     "failed."));'),
                     function('  x (_("This failed"));')),
    'member_links': ('docs/x.md', '[error@Client.LOST]\n', '[error@Pgg.Client.LOST] [enum@Wait]\n'),
    'plain_assert': ('tests/c/test-x.c', function('  g_assert (x);'),
                     function('  g_assert_true (x);')),
    'availability': (HEADER, H_START + '\nvoid pgg_x (void);\n',
                     H_START + '\nPGG_AVAILABLE_IN_1_0\nvoid pgg_x (void);\n'),
    'layering': (NAME, C_START + '#include <pgglib/types/pgg-y.h>\n',
                 C_START + '#include <libpq-fe.h>\n'),
}

DOCUMENTED = '/**\n * pgg_x:\n *\n * Does.\n *\n * Since: 1.0\n */\n'
PROTOTYPE = H_START + '\nPGG_AVAILABLE_IN_1_0\nvoid pgg_x (void);\n'
PRIVATE = 'pgglib/pq/pgg-x-private.h'
PRIVATE_PROTOTYPE = f'/* {style.SPDX} */\n#pragma once\n\nvoid pgg_x_do (void);\n'
DEFINITION = function('  run ();', 'void\npgg_x_do (void)')
BUILD = f'# {style.SPDX}\n'
# rule: ({path: bad text}, {path: good text})
TREE_SAMPLES = {
    'umbrella': ({'pgglib/pgglib.h': '', HEADER: H_START},
                 {'pgglib/pgglib.h': '#include <pgglib/pq/pgg-x.h>\n', HEADER: H_START}),
    'private_includes': ({HEADER: H_START + '#include "pgg-y-private.h"\n'}, {HEADER: H_START}),
    'documentation': ({HEADER: PROTOTYPE, NAME: C_START},
                      {HEADER: PROTOTYPE, NAME: C_START + DOCUMENTED}),
    'built': ({NAME: C_START, 'pgglib/pq/meson.build': BUILD},
              {NAME: C_START, 'pgglib/pq/meson.build': BUILD + "files('pgg-x.c')\n"}),
    'used_elsewhere': ({PRIVATE: PRIVATE_PROTOTYPE, NAME: DEFINITION},
                       {PRIVATE: PRIVATE_PROTOTYPE, NAME: DEFINITION,
                        'tests/c/test-x.c': function('  pgg_x_do ();')}),
    'translated': ({'po/POTFILES.in': '', NAME: function('  x (_("Hello"));')},
                   {'po/POTFILES.in': NAME + '\n', NAME: function('  x (_("Hello"));')}),
}


def rules_that_complain(files):
    sources = [style.Source(path, text) for path, text in files.items()]
    return {rule for _, _, _, rule in style.check(sources)}


class Rules(unittest.TestCase):
    def test_every_rule_has_a_sample(self):
        names = {rule.__name__ for _, rule in style.FILE_RULES}
        self.assertEqual(names, set(SAMPLES))
        self.assertEqual({rule.__name__ for rule in style.TREE_RULES}, set(TREE_SAMPLES))


class Whole(unittest.TestCase):
    def test_files_are_found(self):
        paths = [source.path for source in style.load(HERE + '/../..')]
        self.assertIn('pgglib/pgglib.h', paths)
        self.assertIn('tests/check-style.py', paths)

    def test_layers(self):
        for layer, include, allowed in (('engine', 'pq/a.h', True), ('engine', 'wait/a.h', False),
                                        ('client', 'wait/a.h', True), ('types', 'pq/a.h', True),
                                        ('types', 'engine/a.h', False), ('wait', 'pq/a.h', False)):
            text = f'{C_START}#include "{include}"\n'
            found = 'layering' in rules_that_complain({f'pgglib/{layer}/pgg-x.c': text})
            self.assertEqual(found, not allowed, (layer, include))

    def test_libpq_is_for_the_lower_layers(self):
        text = C_START + '#include <libpq-fe.h>\n'
        self.assertIn('layering', rules_that_complain({'pgglib/client/pgg-x.c': text}))
        self.assertNotIn('layering', rules_that_complain({'pgglib/types/pgg-x.c': text}))


def add(name, bad, good):
    def check_sample(self):
        self.assertIn(name, rules_that_complain(bad))
        self.assertNotIn(name, rules_that_complain(good))

    setattr(Rules, 'test_' + name, check_sample)


for _name, (_path, _bad, _good) in SAMPLES.items():
    add(_name, {_path: _bad}, {_path: _good})
for _name, (_bad, _good) in TREE_SAMPLES.items():
    add(_name, _bad, _good)


if __name__ == '__main__':
    unittest.main()
