/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The namespace can be used and says what it is. */

void test_error_domain () {
  var error = new Pgg.ClientError.NULL_VALUE ("column “x” of row 0 is NULL");

  assert (error is Pgg.ClientError);
  assert (error.code == Pgg.ClientError.NULL_VALUE);
}

void test_version_constants () {
  assert (Pgg.MAJOR_VERSION >= 0);
}

int main (string[] args) {
  Test.init (ref args);
  Test.add_func ("/version/error-domain", test_error_domain);
  Test.add_func ("/version/constants", test_version_constants);

  return Test.run ();
}
