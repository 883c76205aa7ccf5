#!/usr/bin/env bash
# Starts the published portal on its own data directory. The bench pads its pictures with comments, which are kept so that bytes can be compared.
set -euo pipefail
cd "$(dirname "$0")/../../artifacts/publish"
exec env ASPNETCORE_ENVIRONMENT=Production ASPNETCORE_URLS="http://127.0.0.1:$PORT" DataDirectory="$DATA" \
  Setup__ApiKey=bench-key-0123456789 Uploads__KeepMetadata=true Logging__LogLevel__Default=Warning dotnet MediaAdmin.dll
