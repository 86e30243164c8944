using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.DecideNote;

public sealed record Query : IQuery<Waiting>;

/// <summary>Notes that wait, the oldest first; the words of those alone whose reading is written down.</summary>
public sealed record Waiting(IReadOnlyList<WaitingNote> Notes) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Notes.Count;
}

/// <param name="Text">Null until the head has opened it, and again after the time a file stays open.</param>
/// <param name="IsOwn">The head wrote it under another hat.</param>
public sealed record WaitingNote(long Id, int Version, string NameAr, string NameLatin, string? ClassName, NoteKind Kind, NoteAudience Audience, string? Text, DateTime WrittenAt, string? ByAr, string? ByLatin, bool IsOwn);

/// <param name="For">Teachers, Lead or nobody.</param>
public sealed record Command(long Id, int Version, string? For, string? Why) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.For).Must(f => f is nameof(NoteAudience.Teachers) or nameof(NoteAudience.Lead) or Handler.Nobody).WithMessage("pupil-notes.audience.choose");
        RuleFor(c => c.Why).Must(w => BidiSafe.Clean(w).Length > 0).When(c => c.For == Handler.Nobody).WithMessage("pupil-notes.why.needed");
        RuleFor(c => c.Why).Must(w => BidiSafe.Clean(w).Length <= PupilNote.WhyLength).WithMessage("pupil-notes.text.long").WithState(_ => new object[] { PupilNote.WhyLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command>
{
    public const string Nobody = "nobody";

    /// <summary>As many as one page shows; the others come up as these are decided.</summary>
    private const int Most = 20;

    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct)
    {
        var rules = FileRules.From(await YearFigures.Current(db, FileRules.Prefix, ct));
        var (me, since) = (user.AccountId, clock.GetUtcNow().UtcDateTime.AddMinutes(-rules.OpenMinutes));
        return new Waiting(await (
            from n in db.PupilNotes.DecidedBy(user, db)
            where n.State == NoteState.Waiting
            join p in db.Pupils on n.PupilId equals p.Id
            join a in db.Accounts on n.WrittenByAccountId equals a.Id into authors
            from a in authors.DefaultIfEmpty()
            orderby n.WrittenAt, n.Id
            select new WaitingNote(n.Id, n.Version, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin,
                db.Enrollments.Where(e => e.PupilId == n.PupilId && e.SchoolYearId == n.SchoolYearId && e.SchoolId == n.SchoolId).OrderByDescending(e => e.Id).Join(db.Classes, e => e.ClassId, c => (int?)c.Id, (_, c) => c.Name).FirstOrDefault(),
                n.Kind, n.Audience,
                n.WrittenByAccountId == me || db.FileReadings.Any(r => r.PupilId == n.PupilId && r.SchoolYearId == n.SchoolYearId && r.AccountId == me && r.At > since && r.At >= (n.ShownAt ?? n.WrittenAt)) ? n.Text : null,
                n.WrittenAt, a.NameAr, a.NameLatin, n.WrittenByAccountId == me)).AsNoTracking().Take(Most).ToListAsync(ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now) = (command.Id, clock.GetUtcNow().UtcDateTime);
        if (await db.PupilNotes.DecidedBy(user, db).Where(n => n.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } note) return Refusal.NotFound;
        if (note.Version != command.Version) return Refusal.Stale;
        var hands = await Hands.Of(db, user, ct);
        var refusal = command.For == Nobody ? note.Refuse(BidiSafe.Clean(command.Why), hands, now) : note.Allow(Enum.Parse<NoteAudience>(command.For!), hands, now);
        if (refusal is not null) return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
