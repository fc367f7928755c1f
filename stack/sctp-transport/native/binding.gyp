{
  "targets": [
    {
      "target_name": "raw_ip",
      "sources": ["module.c", "raw-socket.c", "packet-batch.c", "arguments.c", "crc32c.c"],
      "defines": ["NAPI_VERSION=8", "_GNU_SOURCE"],
      "cflags": [
        "-std=gnu11",
        "-O2",
        "-fvisibility=hidden",
        "-Wall",
        "-Wextra",
        "-Wshadow",
        "-Wvla",
        "-Werror=implicit-function-declaration",
        "-Werror=incompatible-pointer-types",
        "-Werror=int-conversion",
        "-Werror=return-type",
        "-Werror=format"
      ]
    }
  ]
}
