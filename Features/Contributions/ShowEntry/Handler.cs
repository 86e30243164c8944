using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ShowEntry;

public sealed record Query(long Id) : IQuery<EntryView>;

/// <param name="CancelledBy">The negative line that took it back.</param>
/// <param name="IsOwn">Of a child the reader stands for.</param>
/// <param name="IsMine">The reader entered it: somebody else takes it back.</param>
/// <param name="IsDayClosed">Nothing enters today any more.</param>
public sealed record EntryView(EntryLine Line, CashContent Content, string ByAr, string ByLatin, long? CancelledBy, string? CancelledByNumber, long? CancelsId, bool IsOwn, bool IsMine, bool IsDayClosed) : IShowsPersons
{
    public bool IsCancellable => Line.Kind != CashKind.Cancellation && CancelledBy is null && !IsOwn && !IsMine;

    int IShowsPersons.PersonsShown => 1;
}

public sealed record PaperQuery(long Id) : IQuery<SealedFile>;

public sealed record Command(long Id, string? Reason) : ICommand<Cancelled>;

/// <summary>The negative line.</summary>
public sealed record Cancelled(long Id, string Number);

public sealed class Validator : AbstractValidator<Command>
{
    private const int Shortest = 5;

    public Validator() => RuleFor(c => c.Reason)
        .Must(r => BidiSafe.Clean(r).Length is >= Shortest and <= CashEntry.ReasonLength).WithMessage("contributions.cancel.reason.wrong").WithState(_ => new object[] { Shortest, CashEntry.ReasonLength });
}

public sealed class Handler(MassarDb db, CashDesk desk, DocumentArchive archive, CurrentUser user) : IQueryHandler<Query, EntryView>, IQueryHandler<PaperQuery, SealedFile>, ICommandHandler<Command, Cancelled>
{
    public async Task<Outcome<EntryView>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Id, desk.Today);
        var entry = db.CashEntries.At(user).Where(e => e.Id == id);
        if (await entry.Lines(db).SingleOrDefaultAsync(ct) is not { } line)
            return Refusal.NotFound;
        var rest = await (
            from e in entry
            join a in db.Accounts on e.EnteredByAccountId equals a.Id
            join c in db.CashEntries on e.Id equals c.CancelsId into negative
            from c in negative.DefaultIfEmpty()
            select new
            {
                e.Paper,
                e.EnteredByAccountId,
                e.CancelsId,
                a.NameAr,
                a.NameLatin,
                By = (long?)c.Id,
                Number = (int?)c.Number,
                Year = (int?)c.Year,
                IsOwn = db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == e.PupilId),
                IsClosed = db.CashDays.Any(d => d.SchoolId == e.SchoolId && d.Day == today && d.State != CashDayState.Open),
            }).SingleAsync(ct);
        return new EntryView(line, CashContent.Read(rest.Paper), rest.NameAr, rest.NameLatin, rest.By, rest.Number is { } number ? Formats.RegisterNumber(number, rest.Year!.Value) : null, rest.CancelsId, rest.IsOwn, rest.EnteredByAccountId == user.AccountId, rest.IsClosed);
    }

    public Task<Outcome<SealedFile>> Handle(PaperQuery query, CancellationToken ct)
    {
        var mine = db.CashEntries.At(user).Where(e => e.Id == query.Id);
        return archive.Read(db.IssuedDocuments.Where(d => mine.Any(e => e.DocumentId == d.Id)), ct);
    }

    public async Task<Outcome<Cancelled>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.HoldToday(ct) is { } closed)
            return closed;
        var wrong = await db.CashEntries.At(user).Include(e => e.Lines).Include(e => e.Document).SingleOrDefaultAsync(e => e.Id == command.Id, ct);
        if (wrong is null)
            return Refusal.NotFound;
        if (wrong.Kind == CashKind.Cancellation)
            return Refusal.Conflict("contributions.cancel.negative").Next("contributions.cancel.already.next");
        if (await db.CashEntries.AnyAsync(e => e.CancelsId == wrong.Id, ct))
            return Refusal.Conflict("contributions.cancel.already").Next("contributions.cancel.already.next");
        if (wrong.PupilId is { } pupil && await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == pupil, ct))
            return Refusal.Conflict("contributions.own-child").Next("contributions.own-child.next").Recorded();
        // Who took the money does not make it vanish: two people know of every line that is taken back.
        if ((await Hands.Of(db, user, ct)).Did(wrong.EnteredByAccountId))
            return Refusal.Conflict("contributions.cancel.mine").Next("contributions.cancel.mine.next").Recorded();

        var paper = CashContent.Read(wrong.Paper);
        // Money that went on to its account is not in the box any more.
        if (wrong.Kind == CashKind.Receipt && await Short(wrong, ct) is { } heading)
            return Refusal.Conflict("contributions.cancel.transferred", paper.Lines.First(l => l.Code == heading).NameAr, paper.Lines.First(l => l.Code == heading).NameFr).Next("contributions.cancel.transferred.next");
        var draft = new CashDraft(CashKind.Cancellation, wrong.SchoolYearId, [.. paper.Lines.Select(l => l with { Amount = -l.Amount })])
        {
            Payer = wrong.PupilId is { } id ? new Payer(id, paper.MassarCode!, paper.NameAr!, paper.NameLatin!, wrong.ClassId, paper.ClassName, 0, "") : null,
            Beneficiary = paper.BeneficiaryAr is null ? null : (paper.BeneficiaryAr, paper.BeneficiaryFr!),
            Cancels = wrong,
            Reason = BidiSafe.Clean(command.Reason),
        };
        var made = await desk.Enter([draft], ct);
        return made.IsRefused ? made.Refusal! : new Cancelled(made.Value[0].Id, made.Value[0].NumberShown);
    }

    private async Task<string?> Short(CashEntry wrong, CancellationToken ct)
    {
        var codes = wrong.Lines.ConvertAll(l => l.HeadingCode);
        var held = await (
            from e in db.CashEntries
            where e.SchoolId == wrong.SchoolId && e.SchoolYearId == wrong.SchoolYearId
            join l in db.CashLines on e.Id equals l.EntryId
            where codes.Contains(l.HeadingCode)
            group l.Amount by l.HeadingCode into g
            select new { g.Key, Sum = g.Sum() }).ToDictionaryAsync(g => g.Key, g => g.Sum, ct);
        return wrong.Lines.FirstOrDefault(l => held.GetValueOrDefault(l.HeadingCode) < l.Amount)?.HeadingCode;
    }
}
