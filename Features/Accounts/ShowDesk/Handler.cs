using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ShowDesk;

public sealed record Query(string? Search) : IQuery<Desk>;

/// <param name="Search">As typed.</param>
/// <param name="People">At most twenty; null before anything was searched.</param>
/// <param name="Classes">This year's classes, for slips of a whole class.</param>
public sealed record Desk(string? Search, IReadOnlyList<PersonLine>? People, IReadOnlyList<ClassLine> Classes);

public sealed record PersonLine(long AccountId, string NameAr, string NameLatin, string Login, DeskKind Kind, bool IsActivated);

public enum DeskKind
{
    Pupil,
    Guardian,
    Staff,
}

public sealed record ClassLine(int Id, string Name, string LevelCode);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Desk>
{
    private const int Most = 20;

    public async Task<Outcome<Desk>> Handle(Query query, CancellationToken ct)
    {
        var classes = await db.Classes.AsNoTracking().AtDeskOf(user, db).OrderBy(c => c.LevelCode).ThenBy(c => c.Name)
            .Select(c => new ClassLine(c.Id, c.Name, c.LevelCode)).Take(200).ToListAsync(ct);
        var typed = query.Search?.Trim() is { Length: > 0 and <= 80 } text ? text : null;
        return new Desk(query.Search, typed is null ? null : await Find(typed, ct), classes);
    }

    private async Task<List<PersonLine>> Find(string typed, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var login = Logins.Fold(typed);
        var phone = Logins.Phone(typed);
        var found = db.Accounts.AsNoTracking().AtDeskOf(user, db, today);
        if (phone is not null)
        {
            found = found.Where(a => a.Phone == phone);
        }
        else if (login.Any(char.IsAsciiDigit))
        {
            found = found.Where(a => a.Login.StartsWith(login));
        }
        else
        {
            var (arabic, latin) = (ArabicFolding.Fold(typed), ArabicFolding.FoldLatin(typed));
            found = found.Where(a => a.NameAr.Contains(typed) || a.NameLatin.Contains(typed) || a.Login == login
                || (a.PupilId != null && db.Pupils.Any(p => p.Id == a.PupilId && (
                    (arabic != "" && p.SearchKey.Contains(arabic)) || (latin != "" && p.SearchKey.Contains(latin))))));
        }

        return await found.OrderBy(a => a.NameAr).ThenBy(a => a.Id).Take(Most)
            .Select(a => new PersonLine(a.Id, a.NameAr, a.NameLatin, a.Login,
                a.PupilId != null ? DeskKind.Pupil : a.GuardianId != null ? DeskKind.Guardian : DeskKind.Staff, a.PasswordHash != null))
            .ToListAsync(ct);
    }
}
