[#'directly behind a bracket'
 1]
do { 1;#(behind a semicolon
}
{a: 1,#'behind a comma
 b: 2}
$"in a string (1 #'
)"
1;#'no bracket is open
