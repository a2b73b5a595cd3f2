# One case: the right side compiles, the wrong side fails with the expected words.
# Given: COMPILER, SOURCE, INCLUDES (list), PHRASE (regular expression over one line or more).
set(command ${COMPILER} -std=c++20 -Wall -Wextra -Werror=unused-result -fsyntax-only
            -fdiagnostics-color=never ${INCLUDES})

# The words are looked for in English.
set(ENV{LC_ALL} C)

execute_process(COMMAND ${command} ${SOURCE}
  RESULT_VARIABLE right_status OUTPUT_VARIABLE right_text ERROR_VARIABLE right_text)
if(NOT right_status STREQUAL "0")
  message(FATAL_ERROR "${SOURCE} must compile without TL_SHOULD_FAIL, or its failure proves "
                      "nothing. The compiler says:\n${right_text}")
endif()

execute_process(COMMAND ${command} -DTL_SHOULD_FAIL ${SOURCE}
  RESULT_VARIABLE wrong_status OUTPUT_VARIABLE wrong_text ERROR_VARIABLE wrong_text)
if(wrong_status STREQUAL "0")
  message(FATAL_ERROR "${SOURCE} compiles with TL_SHOULD_FAIL: the mistake that it shows is no "
                      "longer caught by the compiler. Find what made the conversion possible.")
endif()
# With its notes: clang names the types of a refused call there.
string(REGEX MATCHALL "[^\n]*(error|note):[^\n]*" errors "${wrong_text}")
if(NOT errors)
  message(FATAL_ERROR "${SOURCE}: the compiler failed without naming an error:\n${wrong_text}")
endif()
if(NOT "${errors}" MATCHES "${PHRASE}")
  message(FATAL_ERROR "${SOURCE} fails, but not because of '${PHRASE}'. The errors are:\n"
                      "${errors}")
endif()
