# Warnings of the house style, and the sanitizer build.
add_compile_definitions(_GNU_SOURCE)
add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wswitch -Wconversion
  -Wno-sign-conversion -Wundef -Wformat=2 -Wcast-qual -Wwrite-strings -Werror -fno-common
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
add_compile_options($<$<CONFIG:Debug>:-DNB_DEBUG=1>)
if(NUBPF_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
                      -DNB_DEBUG=1)
  add_link_options(-fsanitize=address,undefined)
endif()
if(NUBPF_FUZZ)
  # An empty array is walked from NULL to NULL + 0, which clang alone minds.
  add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize=pointer-overflow -DNB_ABORT_ON_BUG=1)
endif()
