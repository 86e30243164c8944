# syntax=docker/dockerfile:1
# The browser's library, exactly what package-lock.json says, and our own scripts made small.
FROM node:22-bookworm-slim AS web
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY Infrastructure/Ui/Scripts Infrastructure/Ui/Scripts
RUN mkdir wwwroot && npm run --silent shrink

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /src
# Packages first: they change less often than the code.
COPY global.json Directory.Build.props Directory.Packages.props Npm.targets Massar.csproj packages.lock.json ./
COPY Infrastructure/MySql/Massar.MySql.csproj Infrastructure/MySql/packages.lock.json Infrastructure/MySql/
RUN dotnet restore Massar.csproj --locked-mode
COPY . .
COPY --from=web /src/node_modules node_modules
COPY --from=web /src/wwwroot wwwroot
RUN touch node_modules/.package-lock.json wwwroot/*.js \
 && dotnet publish Massar.csproj -c Release --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# Text layout and fonts for papers, Argon2 for passwords, time zones for Morocco's clock, curl for the health check.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libpangocairo-1.0-0 libgdk-pixbuf-2.0-0 libargon2-1 fontconfig fonts-hosny-amiri fonts-noto-core tzdata curl \
 && rm -rf /var/lib/apt/lists/* \
 && fc-cache -f
WORKDIR /app
COPY --from=build /app ./
RUN install -d -o $APP_UID -m 0700 /var/lib/massar
VOLUME /var/lib/massar
ENV ASPNETCORE_HTTP_PORTS=8080 \
    MASSAR__STATEDIRECTORY=/var/lib/massar \
    DOTNET_EnableDiagnostics=0 \
    MALLOC_ARENA_MAX=2 \
    DOTNET_GCHeapHardLimitPercent=75 \
    XDG_CACHE_HOME=/tmp
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 \
  CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/health/live"]
ENTRYPOINT ["dotnet", "Massar.dll"]
CMD ["run"]
