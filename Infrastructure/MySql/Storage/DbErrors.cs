using System.Data.Common;

namespace Massar.Infrastructure.MySql;

/// <summary>What a database error means to an application.</summary>
public enum DbErrorKind
{
    /// <summary>Not an error of the database, or one without a meaning here.</summary>
    Other,

    /// <summary>A value that must be unique exists already.</summary>
    UniqueViolation,

    /// <summary>A row refers to one that is not there, or is still referred to.</summary>
    ForeignKeyViolation,

    /// <summary>A CHECK refused the row.</summary>
    CheckViolation,

    /// <summary>A column that needs a value got none.</summary>
    NullViolation,

    /// <summary>A text or byte value exceeds its column.</summary>
    TooLong,

    /// <summary>A number or date exceeds its column.</summary>
    OutOfRange,

    /// <summary>The account may not do this.</summary>
    AccessDenied,

    /// <summary>There is no such database.</summary>
    NoDatabase,

    /// <summary>A command ran out of its time; the same command may run out of it again.</summary>
    Timeout,

    /// <summary>A passing condition (deadlock, lost connection): the whole transaction may be repeated.</summary>
    Transient,
}

/// <summary>
/// Tells what a database error means, so that application code knows neither the driver nor its numbers.
/// It walks the inner exceptions: what SaveChanges throws can be handed over as it is.
/// </summary>
public interface IDbErrorClassifier
{
    /// <summary>The meaning of the innermost error the database gave.</summary>
    DbErrorKind Classify(Exception exception);

    /// <summary>
    /// The index, constraint or column the error names, without its table: "IX_Pupils_Code". Null when it names none.
    /// </summary>
    string? NameIn(Exception exception);

    /// <summary>Whether a value that must be unique existed already, optionally in an index or constraint of a name.</summary>
    bool IsUniqueViolation(Exception exception, string? name = null)
        => Classify(exception) == DbErrorKind.UniqueViolation
           && (name is null || string.Equals(NameIn(exception), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a row referred to one that is not there, or is still referred to.</summary>
    bool IsForeignKeyViolation(Exception exception) => Classify(exception) == DbErrorKind.ForeignKeyViolation;

    /// <summary>Whether a CHECK refused the row.</summary>
    bool IsCheckViolation(Exception exception) => Classify(exception) == DbErrorKind.CheckViolation;

    /// <summary>Whether a value exceeds its column's length.</summary>
    bool IsTooLong(Exception exception) => Classify(exception) == DbErrorKind.TooLong;

    /// <summary>Whether the whole transaction is worth repeating.</summary>
    bool IsTransient(Exception exception) => Classify(exception) == DbErrorKind.Transient;
}
