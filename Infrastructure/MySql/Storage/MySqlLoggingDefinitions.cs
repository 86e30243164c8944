using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Massar.Infrastructure.MySql.Storage;

/// <summary>The log messages of relational providers; this one adds none.</summary>
public sealed class MySqlLoggingDefinitions : RelationalLoggingDefinitions;
