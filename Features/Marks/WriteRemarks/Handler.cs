using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.WriteRemarks;

public sealed record Query(int ClassId, string Subject, int Semester) : IQuery<RemarkSheet>;

/// <summary>The remarks of a class as their page draws them.</summary>
/// <param name="IsClosed">The council has met.</param>
public sealed record RemarkSheet(SheetHead Head, IReadOnlyList<RemarkLine> Lines, bool IsClosed);

/// <param name="Remarks">Massar code → text.</param>
/// <param name="Seen">Massar code → what the page had seen, see <see cref="RemarkLine.Seen"/>.</param>
public sealed record Command(int ClassId, string Subject, int Semester, IReadOnlyDictionary<string, string> Remarks, IReadOnlyDictionary<string, string> Seen) : ICommand;

public sealed class Handler(MassarDb db, Sheets sheets, Remarks remarks, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, RemarkSheet>, ICommandHandler<Command>
{
    public async Task<Outcome<RemarkSheet>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (classId, subject, semester) = request;
        if (await Head(classId, subject, semester, cancellationToken) is not { } head) return Refusal.NotFound;
        return new RemarkSheet(head, await remarks.Lines(classId, subject, semester, cancellationToken), await remarks.AreFrozen(classId, subject, semester, cancellationToken));
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var (classId, subject, semester, _, _) = request;
        if (await Head(classId, subject, semester, cancellationToken) is null) return Refusal.NotFound;
        if (await remarks.AreFrozen(classId, subject, semester, cancellationToken)) return Refusal.Conflict("marks.remarks.closed");

        var lines = (await remarks.Lines(classId, subject, semester, cancellationToken)).ToDictionary(l => l.Code, StringComparer.Ordinal);
        var (changed, wrong, clashes) = (new Dictionary<long, string>(), new Dictionary<string, Said>(), 0);
        foreach (var (code, typed) in request.Remarks)
        {
            if (!lines.TryGetValue(code, out var line)) return Refusal.NotFound;
            var text = BidiSafe.Clean(typed);
            if (text == line.Text) continue;
            if (text.Length > TeacherRemark.TextLength) wrong[$"r[{code}]"] = new Said("marks.return.remark.long");
            else if (request.Seen.GetValueOrDefault(code) != line.Seen)
            {
                // A box somebody left as it was is not a remark of theirs.
                if (request.Seen.GetValueOrDefault(code) == RemarkLine.SeenOf(text)) continue;
                wrong[$"r[{code}]"] = line.Text.Length == 0 ? new Said("marks.remarks.removed") : new Said("marks.remarks.clash", line.Text);
                clashes++;
            }
            else changed[line.PupilId] = text;
        }

        if (clashes > 0) return Refusal.Stale with { Fields = wrong };
        if (wrong.Count > 0) return Refusal.Invalid(wrong);
        return await remarks.Save(classId, subject, semester, changed, clock.GetUtcNow().UtcDateTime, cancellationToken) is { } refusal ? refusal : Done.It;
    }

    private Task<SheetHead?> Head(int classId, string subject, int semester, CancellationToken ct) =>
        sheets.Head(db.Classes.TaughtBy(user, db, subject, MoroccanDay.Today(clock)), new SheetKey(classId, subject, semester, 1), ct);
}
