using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Employees.FindEmployee;

public sealed record Query(string? Words) : IQuery<Found>;

/// <param name="More">There are more than are shown: type more of the name.</param>
public sealed record Found(string? Words, IReadOnlyList<Line> Lines, bool More) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Id, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    private const int Most = 20;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var words = BidiSafe.Clean(query.Words);
        if (words.Length < 2) return new Found(query.Words, [], false);

        // A number is looked up by its index; only what is no number is looked for in names.
        var number = Digits.ToLatin(words).Replace(" ", "", StringComparison.Ordinal);
        var staff = db.Employees.InReachOf(user);
        staff = number.All(char.IsAsciiDigit) ? staff.Where(e => e.Ppr == number)
            : Cin.Read(words)?.ToString() is { } card ? staff.Where(e => e.Cin == card)
            : staff.NamedLike(e => e.SearchKey, words);
        var rows = await (
                from employee in staff
                join place in db.Places on employee.PlaceId equals place.Id
                orderby employee.LastNameAr, employee.FirstNameAr, employee.Id
                select new Line(employee.Id, employee.Ppr, employee.LastNameAr + " " + employee.FirstNameAr, employee.LastNameLatin + " " + employee.FirstNameLatin, place.NameAr, place.NameFr))
            .Take(Most + 1).ToListAsync(ct);
        return new Found(query.Words, [.. rows.Take(Most)], rows.Count > Most);
    }
}
