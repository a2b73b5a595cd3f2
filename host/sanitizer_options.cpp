// What ASan is told before main, in programs that are built with it.
//
// With intercept_tls_get_addr it guesses where the C library keeps the thread-local memory of
// loaded libraries, and where the guess is wrong the leak checker reads from address 0x1f88 on and
// falls.  Without it that memory holds no roots: it may find more leaks, never fewer.
extern "C" __attribute__((visibility("default"), used)) const char* __asan_default_options();

const char* __asan_default_options() {
    return "intercept_tls_get_addr=0";
}
