# What every target of ours is compiled with.  Third-party headers come from the system include
# path, so the warnings see only our code.
option(TRADELAB_WARNINGS_AS_ERRORS "Treat warnings as errors" ON)
option(TRADELAB_HARDEN "Hardening flags of the product build" OFF)
option(TRADELAB_COVERAGE "Instrument for coverage (gcov)" OFF)
option(TRADELAB_FUZZ "Build the fuzzers (clang only)" OFF)
set(TRADELAB_SANITIZE "" CACHE STRING "Sanitizers, comma separated")

# Decisions must not depend on fused multiply-add or on what the compiler assumes of NaN.
add_library(tradelab_options INTERFACE)
target_compile_options(tradelab_options INTERFACE
  -ffp-contract=off -fno-math-errno -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wdouble-promotion
  -Wimplicit-fallthrough
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual>
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wsuggest-override -Wduplicated-cond -Wlogical-op>
  # clang 19 calls deprecated what libstdc++ 12 itself uses in stable_sort.
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wnull-dereference -Wno-deprecated-declarations>
  # g++ 12 sees phantom uninitialized reads in std::variant and std::optional (and phantom null
  # dereferences in std::streambuf, which is why that warning is clang's alone).
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wuseless-cast -Wno-maybe-uninitialized>)
if(TRADELAB_WARNINGS_AS_ERRORS)
  target_compile_options(tradelab_options INTERFACE -Werror)
endif()

# Sanitizers are global: every object of a process must agree on them.
if(TRADELAB_SANITIZE)
  add_compile_options(-fsanitize=${TRADELAB_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TRADELAB_SANITIZE})
endif()
if(TRADELAB_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(TRADELAB_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
if(TRADELAB_HARDEN)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
                      -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero)
  # g++ clears a struct with `rep stos`, which takes longer to begin than the struct takes to clear.
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64)
    add_compile_options(-mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign
                        -mmemcpy-strategy=vector_loop:512:noalign,libcall:-1:noalign)
  endif()
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()

find_program(TRADELAB_LLD ld.lld)
if(TRADELAB_LLD)
  add_link_options(-fuse-ld=lld)
endif()
find_program(TRADELAB_CCACHE ccache)
if(TRADELAB_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${TRADELAB_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TRADELAB_CCACHE})
endif()
