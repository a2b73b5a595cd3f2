# tradelab_test(name [BUSY] SOURCES ... USES part ... [LINKS target ...] [DEFINES ...])
#
# One GoogleTest program; every TEST in it becomes a ctest test.  A skipped test is reported as
# skipped, with its reason in the log.  BUSY as in host/part.cmake: the tests themselves compute.
function(tradelab_test name)
  cmake_parse_arguments(ARG "BUSY" "" "SOURCES;USES;LINKS;DEFINES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE ${ARG_DEFINES})
  list(TRANSFORM ARG_USES PREPEND tradelab::)
  target_link_libraries(${name} PRIVATE ${ARG_USES} ${ARG_LINKS} test_tree GTest::gmock
                                        GTest::gtest_main tradelab_sanitizer_options
                                        tradelab_options)
  if(ARG_BUSY AND TRADELAB_SANITIZE)
    target_compile_options(${name} PRIVATE -O1)
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
