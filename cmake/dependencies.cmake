# What nubpf builds on. tools/setup installs all of it on Debian.
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBBPF REQUIRED IMPORTED_TARGET libbpf)
pkg_check_modules(LIBELF REQUIRED IMPORTED_TARGET libelf)
pkg_check_modules(LIBDW REQUIRED IMPORTED_TARGET libdw)
pkg_check_modules(MSGPACK REQUIRED IMPORTED_TARGET msgpack)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(LIBMD REQUIRED IMPORTED_TARGET libmd)
pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka)

# Demangling as `nm -C` does it; an archive without a pkg-config file.
find_library(LIBIBERTY NAMES libiberty.a REQUIRED)

# LLVM, through llvm-config: static archives when they are there (a compile is 20 ms faster),
# else the shared library. Override with -DLLVM_CONFIG=… and -DNUBPF_LLVM_SHARED=ON.
# With the archives executables are not PIE: relocating LLVM's tables costs 1 ms and 3 MB a run.
option(NUBPF_LLVM_SHARED "Link LLVM as a shared library even when archives exist" OFF)
find_program(LLVM_CONFIG NAMES llvm-config-19 llvm-config-18 llvm-config-17 llvm-config-16
                               llvm-config REQUIRED)
function(llvm_config var)
  execute_process(COMMAND ${LLVM_CONFIG} ${ARGN} OUTPUT_VARIABLE out ERROR_QUIET
                  OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status)
  if(status)
    set(out "")
  endif()
  set(${var} "${out}" PARENT_SCOPE)
endfunction()
llvm_config(LLVM_VERSION --version)
llvm_config(LLVM_INCLUDE --includedir)
llvm_config(LLVM_LIBDIR --libdir)
set(LLVM_COMPONENTS bpfcodegen bpfinfo bpfdesc bpfasmparser passes irreader)
if(NOT NUBPF_LLVM_SHARED)
  llvm_config(LLVM_STATIC --link-static --libfiles ${LLVM_COMPONENTS})
endif()
add_library(llvm_c INTERFACE)
target_include_directories(llvm_c SYSTEM INTERFACE ${LLVM_INCLUDE})
if(LLVM_STATIC)
  separate_arguments(LLVM_STATIC)
  # Of what all of LLVM needs, solver, XML reader and line editor serve no part that we use.
  llvm_config(LLVM_SYSTEM_LIBS --link-static --system-libs ${LLVM_COMPONENTS})
  separate_arguments(LLVM_SYSTEM_LIBS)
  list(FILTER LLVM_SYSTEM_LIBS EXCLUDE REGEX "z3|xml2|edit")
  target_link_libraries(llvm_c INTERFACE ${LLVM_STATIC} -static-libgcc -no-pie -Wl,--gc-sections
    -Wl,-Bstatic -lstdc++ -Wl,-Bdynamic -Wl,--push-state,--as-needed ${LLVM_SYSTEM_LIBS}
    -Wl,--pop-state)
  message(STATUS "LLVM ${LLVM_VERSION}, linked statically")
else()
  llvm_config(LLVM_LIBS --link-shared --libs)
  separate_arguments(LLVM_LIBS)
  target_link_libraries(llvm_c INTERFACE -L${LLVM_LIBDIR} ${LLVM_LIBS})
  message(STATUS "LLVM ${LLVM_VERSION}, shared")
endif()
