# tradelab_part(name [BUSY] SOURCES ... [USES part ...] [LINKS target ...])
#
# A part sees the parts it names and those that they name, no others: each part is mirrored into an
# include root of its own, so most includes against the allowed directions find no file, and
# tests/tidy finds the rest.  USES are parts (public, because headers
# name their types); LINKS are third-party libraries (private, because headers never do).  BUSY is a
# part that computes: with sanitizers its tests would take most of the time, so it is optimised.
function(tradelab_part name)
  cmake_parse_arguments(ARG "BUSY" "" "SOURCES;USES;LINKS" ${ARGN})
  set(root ${CMAKE_BINARY_DIR}/parts/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/host/${name} ${root}/${name} SYMBOLIC)

  list(TRANSFORM ARG_SOURCES PREPEND ${CMAKE_SOURCE_DIR}/host/${name}/)
  add_library(tradelab_${name} STATIC ${ARG_SOURCES})
  add_library(tradelab::${name} ALIAS tradelab_${name})
  target_include_directories(tradelab_${name} PUBLIC ${root})
  file(GLOB headers CONFIGURE_DEPENDS ${root}/${name}/*.hpp)
  target_sources(tradelab_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${root} FILES ${headers})

  list(TRANSFORM ARG_USES PREPEND tradelab::)
  target_link_libraries(tradelab_${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_LINKS} tradelab_options)
  if(ARG_BUSY AND TRADELAB_SANITIZE)
    target_compile_options(tradelab_${name} PRIVATE -O1)
  endif()
endfunction()
