using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ImportPromotionExam;

/// <param name="Rows">As typed, or read from a file.</param>
public sealed record Query(string? Year, string? Rows) : IQuery<Preview>;

/// <summary>The lines as they are understood, with what is wrong about each.</summary>
public sealed record Preview(int Year, string? Rows, IReadOnlyList<PreviewLine> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count(l => l.NameAr is not null);

    public int Wrong => Lines.Count(l => l.Wrong is not null);
}

/// <param name="Wrong">Text key; nothing is kept while a line has one.</param>
public sealed record PreviewLine(int Number, string Ppr, string? NameAr, string? NameLatin, int? Rank, decimal? Mark, string? Wrong);

/// <param name="IsUnreadable">The file that was sent is none.</param>
public sealed record Command(string? Year, string? Rows, bool IsUnreadable) : ICommand<Prepared>;

public sealed record Prepared(long Table, int On, int Others);

public sealed class Handler(MassarDb db, CurrentUser user, PromotionStaff staff, TimeProvider clock) : IQueryHandler<Query, Preview>, ICommandHandler<Command, Prepared>
{
    public async Task<Outcome<Preview>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        return new Preview(PromotionTable.ReadYear(query.Year, today) ?? today.Year, query.Rows, await Look(ExamRows.Read(query.Rows), ct));
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        if (PromotionTable.ReadYear(command.Year, MoroccanDay.Today(clock)) is not { } year)
            return Refusal.Invalid("Year", "decisions.promotion.year-wrong");
        if (command.IsUnreadable)
            return Refusal.Invalid("File", "decisions.promotion.exam.file-wrong");
        var rows = ExamRows.Read(command.Rows);
        if (rows.Count is 0 or > ExamRows.Most)
            return Refusal.Invalid("Rows", "decisions.promotion.exam.rows-needed", ExamRows.Most);
        var lines = await Look(rows, ct);
        if (lines.Count(l => l.Wrong is not null) is > 0 and var wrong)
            return Refusal.Invalid("Rows", "decisions.promotion.exam.rows-wrong", wrong);

        await staff.Hold(user.PlaceId, ct);
        var pprs = rows.ConvertAll(r => r.Ppr);
        var rules = await staff.Rules(year, ct);
        var candidates = (await staff.Read(db.Employees.InReachOf(user).Where(e => pprs.Contains(e.Ppr)), year, PromotionWay.Exam, rules, ct)).ToDictionary(c => c.Employee.Ppr);
        var concerned = await Kinship.WithSelf(db, user.EmployeeId, ct);
        if (candidates.Values.Any(c => concerned.Contains(c.Employee.Id)))
            return Decision.OwnCase;
        // The grade of the year's last day decides, not that of today.
        var unknown = rows.FindAll(r => !candidates.ContainsKey(r.Ppr));
        if (unknown.Count > 0)
            return Refusal.Invalid("Rows", "decisions.promotion.exam.rows-wrong", unknown.Count);
        var begun = await staff.Begin(user, year, PromotionWay.Exam, rules, ct);
        if (begun.Refusal is { } refusal)
            return refusal;
        var table = begun.Value;
        var kept = rows.ConvertAll(r => candidates[r.Ppr].Line(table.Id, table.On, PromotionWay.Exam, r.Rank, isOn: true, r.Mark));
        db.PromotionLines.AddRange(kept);
        await db.SaveChangesAsync(ct);
        return new Prepared(table.Id, kept.Count(l => l.IsOn), kept.Count(l => !l.IsOn));
    }

    // Who is nobody here, or has no grade above, cannot be on the list; who has not the years is on it with the reason.
    private async Task<List<PreviewLine>> Look(List<ExamRow> rows, CancellationToken ct)
    {
        var pprs = rows.Where(r => r.Wrong is null).Take(ExamRows.Most).Select(r => r.Ppr).ToList();
        var people = pprs.Count == 0 ? [] : await db.Employees.InReachOf(user).Where(e => pprs.Contains(e.Ppr))
            .Select(e => new { e.Ppr, Ar = e.LastNameAr + " " + e.FirstNameAr, Latin = e.LastNameLatin + " " + e.FirstNameLatin, HasNext = db.StaffGrades.Any(g => g.Code == e.GradeCode && db.StaffGrades.Any(n => n.Code == g.NextGrade)) })
            .ToDictionaryAsync(e => e.Ppr, ct);
        return rows.ConvertAll(r => people.GetValueOrDefault(r.Ppr) is { } person
            ? new PreviewLine(r.Number, r.Ppr, person.Ar, person.Latin, r.Rank, r.Mark, r.Wrong ?? (person.HasNext ? null : "decisions.promotion.exam.top-grade"))
            : new PreviewLine(r.Number, r.Ppr, null, null, r.Rank, r.Mark, r.Wrong ?? "decisions.promotion.exam.unknown"));
    }
}
