# tradelab_add_plugin(<id> SOURCES file... [MANIFEST plugin.toml.in])
#
# Builds the plugin <id> as one library that exports one symbol, and writes its plugin.toml beside
# it after linking: <plugins>/<id>/<id>.so and <plugins>/<id>/plugin.toml, where <plugins> is
# TRADELAB_PLUGIN_DIR or, without it, `plugins` in the build folder.  That folder is the package:
# hand it to `tradelab plugin validate` and `tradelab plugin install`.
#
# MANIFEST (default plugin.toml.in) holds what a person writes: id, version, kind, summary, [needs],
# [grants].  The rest (library, ABI, hashes) is generated.

function(tradelab_add_plugin id)
  cmake_parse_arguments(ARG "" "MANIFEST" "SOURCES" ${ARGN})
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "tradelab_add_plugin(${id}): name its SOURCES")
  endif()
  if(NOT ARG_MANIFEST)
    set(ARG_MANIFEST plugin.toml.in)
  endif()
  get_filename_component(manifest ${ARG_MANIFEST} ABSOLUTE)
  if(NOT EXISTS ${manifest})
    message(FATAL_ERROR "tradelab_add_plugin(${id}): ${manifest} is missing: write id, version, "
                        "kind and summary into it")
  endif()
  if(NOT TRADELAB_PLUGIN_DIR)
    set(TRADELAB_PLUGIN_DIR ${CMAKE_BINARY_DIR}/plugins)
  endif()
  set(folder ${TRADELAB_PLUGIN_DIR}/${id})

  add_library(${id} MODULE ${ARG_SOURCES})
  target_link_libraries(${id} PRIVATE tradelab::sdk)
  set_target_properties(${id} PROPERTIES
    PREFIX "" OUTPUT_NAME ${id} SUFFIX .so LIBRARY_OUTPUT_DIRECTORY $<1:${folder}>
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON SKIP_BUILD_RPATH ON
    LINK_DEPENDS "${manifest};${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map")
  # Decisions must not depend on fused multiply-add, and nothing may be unique across libraries.
  target_compile_options(${id} PRIVATE
    -ffp-contract=off -fstack-protector-strong -ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}=.
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${id} PRIVATE
    -Wl,-z,now -Wl,-z,relro -Wl,-z,noexecstack -Wl,--exclude-libs,ALL -Wl,--build-id=sha1
    -Wl,--version-script=${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  # A sanitizer's runtime is in the program, so its symbols stay open.
  if(NOT TRADELAB_SANITIZE AND NOT "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize")
    target_link_options(${id} PRIVATE -Wl,-z,defs)
  endif()

  set(roots $<TARGET_PROPERTY:tradelab::sdk,INTERFACE_INCLUDE_DIRECTORIES>)
  add_custom_command(TARGET ${id} POST_BUILD VERBATIM
    COMMAND ${CMAKE_COMMAND} -D ID=${id} -D TEMPLATE=${manifest} -D LIBRARY=$<TARGET_FILE:${id}>
            -D HEADERS=$<JOIN:${roots},$<SEMICOLON>>
            -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/TradelabManifest.cmake)
endfunction()
