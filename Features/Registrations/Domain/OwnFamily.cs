using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>Whether a file is of one's own family: its parents are known by their identity cards.</summary>
public static class OwnFamily
{
    /// <summary>Somebody named in the file is the person asked about, or of that family; one statement more than <see cref="Kinship"/>.</summary>
    public static async Task<bool> Has(MassarDb db, CurrentUser user, Answers answers, CancellationToken ct)
    {
        List<string> cards = [.. new[] { "Father", "Mother", "Tutor" }.Select(p => Cin.Read(answers[p + "Cin"])?.ToString()).OfType<string>()];
        if (cards.Count == 0 || user.EmployeeId is null)
            return false;
        var family = await Kinship.WithSelf(db, user.EmployeeId, ct);
        return await db.Employees.AnyAsync(e => family.Contains(e.Id) && cards.Contains(e.Cin), ct);
    }
}
