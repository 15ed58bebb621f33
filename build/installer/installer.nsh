; "Open with" on Windows: Convoy is offered for what it can read and is the default program for nothing.
!macro convoyType EXT
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" ".${EXT}" ""
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !insertmacro convoyType "mp4"
  !insertmacro convoyType "m4v"
  !insertmacro convoyType "mov"
  !insertmacro convoyType "mkv"
  !insertmacro convoyType "webm"
  !insertmacro convoyType "avi"
  !insertmacro convoyType "wmv"
  !insertmacro convoyType "mpg"
  !insertmacro convoyType "mpeg"
  !insertmacro convoyType "m2ts"
  !insertmacro convoyType "mts"
  !insertmacro convoyType "3gp"
  !insertmacro convoyType "mp3"
  !insertmacro convoyType "m4a"
  !insertmacro convoyType "aac"
  !insertmacro convoyType "ogg"
  !insertmacro convoyType "opus"
  !insertmacro convoyType "wav"
  !insertmacro convoyType "flac"
  !insertmacro convoyType "aif"
  !insertmacro convoyType "aiff"
  !insertmacro convoyType "jpg"
  !insertmacro convoyType "jpeg"
  !insertmacro convoyType "png"
  !insertmacro convoyType "apng"
  !insertmacro convoyType "webp"
  !insertmacro convoyType "avif"
  !insertmacro convoyType "heic"
  !insertmacro convoyType "heif"
  !insertmacro convoyType "tif"
  !insertmacro convoyType "tiff"
  !insertmacro convoyType "gif"
  !insertmacro convoyType "svg"
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
!macroend
