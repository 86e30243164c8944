using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Payslips.Domain;

/// <summary>Whose pay somebody may see.</summary>
public static class Scopes
{
    /// <summary>Months that count for others than the pay office: those of a file only once it is published.</summary>
    public static IQueryable<PayMonth> Published(this IQueryable<PayMonth> months, MassarDb db) =>
        months.Where(m => m.ImportId == null || db.PayImports.Any(i => i.Id == m.ImportId && i.State == PayImportState.Published));

    /// <summary>The files of the employers at or below the place of the hat.</summary>
    public static IQueryable<PayImport> InReachOf(this IQueryable<PayImport> imports, CurrentUser user)
    {
        var path = user.PlacePath;
        return imports.Where(i => i.PlacePath.StartsWith(path));
    }
}
