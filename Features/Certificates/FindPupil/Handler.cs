using Massar.Features.Certificates.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.FindPupil;

public sealed record Query(string? Words) : IQuery<Found>;

/// <param name="More">There are more than are shown: type more of the name.</param>
public sealed record Found(string? Words, IReadOnlyList<Line> Lines, bool More) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Id, string NameAr, string NameLatin, string MassarCode, string? ClassName);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    private const int Most = 20;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var words = BidiSafe.Clean(query.Words);
        if (words.Length < 2) return new Found(query.Words, [], false);

        var code = MassarCode.Read(words) is { } typed ? await db.LivingCode(typed.Value, ct) : "";
        var (folded, latin) = (ArabicFolding.Fold(words), ArabicFolding.FoldLatin(words));
        var rows = await (
                from pupil in db.Pupils.EnrolledAt(user, db)
                where pupil.MassarCode == code || (folded != "" && pupil.SearchKey.Contains(folded)) || (latin != "" && pupil.SearchKey.Contains(latin))
                join enrollment in db.Enrollments.Where(e => e.SchoolId == user.PlaceId && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) on pupil.Id equals enrollment.PupilId
                join schoolClass in db.Classes on enrollment.ClassId equals schoolClass.Id into classes
                from schoolClass in classes.DefaultIfEmpty()
                orderby pupil.LastNameAr, pupil.FirstNameAr, pupil.Id
                select new Line(pupil.Id, pupil.LastNameAr + " " + pupil.FirstNameAr, pupil.LastNameLatin + " " + pupil.FirstNameLatin, pupil.MassarCode, schoolClass.Name))
            .Take(Most + 1).ToListAsync(ct);
        return new Found(query.Words, [.. rows.Take(Most)], rows.Count > Most);
    }
}
