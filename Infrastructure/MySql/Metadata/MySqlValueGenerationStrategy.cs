namespace Microsoft.EntityFrameworkCore.Metadata;

/// <summary>How the server gives a value to a column on insert. The numbers are stored in migrations.</summary>
public enum MySqlValueGenerationStrategy
{
    /// <summary>The server generates nothing.</summary>
    None = 0,

    /// <summary>The column is AUTO_INCREMENT.</summary>
    IdentityColumn = 1,

    /// <summary>A default or a computation gives the value, and it is read back.</summary>
    ComputedColumn = 2,
}
