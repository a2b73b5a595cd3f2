# cmake -D ID=... -D TEMPLATE=plugin.toml.in -D LIBRARY=x.so -D HEADERS=... -P <this file>
#
# Writes plugin.toml beside the library that was just linked: what the author wrote, the ABI of the
# headers that it was compiled with, and the hash of every file of the package.
file(READ ${TEMPLATE} written)

if(NOT written MATCHES "(^|\n)id[ \t]*=[ \t]*\"([^\"\n]*)\"")
  message(FATAL_ERROR "${TEMPLATE}: there is no line `id = \"...\"`")
endif()
if(NOT CMAKE_MATCH_2 STREQUAL ID)
  message(FATAL_ERROR "${TEMPLATE}: its id is \"${CMAKE_MATCH_2}\", but the build file says "
                      "tradelab_add_plugin(${ID}): make them agree")
endif()

foreach(root IN LISTS HEADERS)
  if(EXISTS ${root}/tradelab/abi/base.h)
    file(STRINGS ${root}/tradelab/abi/base.h lines REGEX "define TL_ABI_M[A-Z]+ +[0-9]+u")
  endif()
endforeach()
string(REGEX MATCH "TL_ABI_MAJOR +([0-9]+)u" found "${lines}")
set(major ${CMAKE_MATCH_1})
string(REGEX MATCH "TL_ABI_MINOR +([0-9]+)u" found "${lines}")
set(minor ${CMAKE_MATCH_1})

# Keys of the top level must stand before the first [table] that the author wrote.
get_filename_component(folder ${LIBRARY} DIRECTORY)
get_filename_component(library ${LIBRARY} NAME)
set(text "manifest = 1\nlibrary = \"${library}\"\nabi = { major = ${major}, minor = ${minor} }\n")
string(APPEND text "${written}\n[files]\n")
file(GLOB_RECURSE files RELATIVE ${folder} ${folder}/*)
list(SORT files)
foreach(name IN LISTS files)
  if(NOT name STREQUAL "plugin.toml")
    file(SHA256 ${folder}/${name} hash)
    string(APPEND text "\"${name}\" = \"sha256:${hash}\"\n")
  endif()
endforeach()
file(WRITE ${folder}/plugin.toml "${text}")
