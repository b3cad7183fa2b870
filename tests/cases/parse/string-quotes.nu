["a b" 'a\nb' `a b` r#'it's'# r##'a'#b'## bare a,b foo"bar baz"]
