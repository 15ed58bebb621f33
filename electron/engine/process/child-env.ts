/**
 * The variables that a tool may see. A list of what passes, not of what does not: keys for S3 and tokens live in our
 * environment, and a tool that reads strangers' files has no business with them. It also keeps out what would change
 * a tool's behaviour behind the plan's back (FFREPORT, AV_LOG_FORCE_COLOR, LD_PRELOAD).
 */
const passed = [
  // Where programs, homes and temporary files are.
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TMP', 'TEMP'],
  // Windows starts no program without some of these.
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
  ...['ProgramData', 'ProgramFiles', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE'],
  // Libraries of a tool that was built by hand, and of hardware encoders.
  ...['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'DYLD_FALLBACK_LIBRARY_PATH'],
  ...['LIBVA_DRIVER_NAME', 'LIBVA_DRIVERS_PATH', 'CUDA_VISIBLE_DEVICES', 'DISPLAY', 'WAYLAND_DISPLAY'],
  // Fonts for subtitles; snap and flatpak find their own parts through these.
  ...['FONTCONFIG_PATH', 'FONTCONFIG_FILE', 'XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'],
  ...['XDG_DATA_DIRS', 'DBUS_SESSION_BUS_ADDRESS'],
] as const;

/** The environment of every tool that we start. */
export function childEnv(own: NodeJS.ProcessEnv, platform: NodeJS.Platform): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    // Failures are told apart by their English words, and numbers must have a decimal point. File names are bytes to
    // the tools, so this costs no name: "é" and emoji were tried.
    LC_ALL: 'C',
    // Colour codes would stand between those words.
    AV_LOG_FORCE_NOCOLOR: '1',
    // A static build loads the system's character set converters, made for another libc, and crashes: the bundled
    // ffprobe does on every MPEG-TS. Where there are none to load, text that is not UTF-8 stays as it is.
    ...(platform === 'linux' ? { GCONV_PATH: '/nonexistent' } : {}),
  };
  for (const name of passed) {
    const value = own[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
