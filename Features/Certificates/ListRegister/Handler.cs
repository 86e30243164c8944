using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.ListRegister;

/// <param name="Whole">All lines, for a sheet that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Words, int? Year, string? State, string? Purpose, int Page, bool Whole) : IQuery<Register>;

public sealed record Register(Query Filter, IReadOnlyList<Line> Lines, int Count, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long RequestId, string Number, DateTime IssuedAt, string NameAr, string NameLatin, string MassarCode, CertificatePurpose Purpose, DocumentState State, string? RevokedReason);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Register>
{
    private const int PageSize = 20;
    private const int Most = 20_000;

    public async Task<Outcome<Register>> Handle(Query query, CancellationToken ct)
    {
        if (query.Whole && !user.HasSteppedUp(clock)) return Refusal.StepUp;

        var rows =
            from request in db.CertificateRequests.At(user)
            join document in db.IssuedDocuments on request.DocumentId equals document.Id
            join pupil in db.Pupils on request.PupilId equals pupil.Id
            select new { request.Id, request.Purpose, Document = document, Pupil = pupil };
        if (query.Year is { } year) rows = rows.Where(r => r.Document.Year == year);
        if (Enum.TryParse<DocumentState>(query.State, out var state)) rows = rows.Where(r => r.Document.State == state);
        if (Enum.TryParse<CertificatePurpose>(query.Purpose, out var purpose)) rows = rows.Where(r => r.Purpose == purpose);

        var words = BidiSafe.Clean(query.Words);
        if (NumberIn(words) is var (number, ofYear) && number > 0)
        {
            rows = rows.Where(r => r.Document.Number == number && (ofYear == null || r.Document.Year == ofYear));
        }
        else if (words.Length > 1)
        {
            var (code, folded, latin) = (words.ToUpperInvariant(), ArabicFolding.Fold(words), ArabicFolding.FoldLatin(words));
            rows = rows.Where(r => r.Pupil.MassarCode == code || (folded != "" && r.Pupil.SearchKey.Contains(folded)) || (latin != "" && r.Pupil.SearchKey.Contains(latin)));
        }

        var count = query.Whole ? 0 : await rows.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var shown = await rows.OrderByDescending(r => r.Document.Year).ThenByDescending(r => r.Document.Number)
            .Skip(query.Whole ? 0 : (page - 1) * PageSize).Take(query.Whole ? Most : PageSize)
            .Select(r => new
            {
                r.Id,
                r.Document.Number,
                r.Document.Year,
                r.Document.IssuedAt,
                r.Pupil.FirstNameAr,
                r.Pupil.LastNameAr,
                r.Pupil.FirstNameLatin,
                r.Pupil.LastNameLatin,
                r.Pupil.MassarCode,
                r.Purpose,
                r.Document.State,
                r.Document.RevokedReason,
            })
            .ToListAsync(ct);
        return new Register(query,
            [.. shown.Select(r => new Line(r.Id, Formats.RegisterNumber(r.Number, r.Year), r.IssuedAt, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.MassarCode, r.Purpose, r.State, r.RevokedReason))],
            count, page, pages);
    }

    // "12" or "12/2026", as it stands on the paper.
    private static (int Number, int? Year) NumberIn(string words)
    {
        var parts = Digits.ToLatin(words).Split('/', StringSplitOptions.TrimEntries);
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return default;
        if (parts.Length == 1) return (number, null);
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? (number, year) : default;
    }
}
