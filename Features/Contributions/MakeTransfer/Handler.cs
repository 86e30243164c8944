using FluentValidation;
using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.MakeTransfer;

public sealed record Query(int Page) : IQuery<Transfers>;

/// <param name="Held">What is in the box under each heading, this year's money first, then what is left of former years.</param>
/// <param name="Made">Transfers, the newest first.</param>
public sealed record Transfers(IReadOnlyList<HeldLine> Held, IReadOnlyList<EntryLine> Made, int Page, int Pages, bool IsClosed);

/// <param name="Year">The school year the money is of.</param>
/// <param name="Key">Names the line in the form: the code alone for this year's.</param>
public sealed record HeldLine(int Year, string Key, string Code, string NameAr, string NameFr, string BeneficiaryAr, string BeneficiaryFr, decimal Held, decimal Sent);

public sealed record Command(string? Heading, string? Amount, string? Reference) : ICommand<Made>;

public sealed record Made(long Id, string Number);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Heading).NotEmpty().WithMessage("contributions.transfer.choose");
        RuleFor(c => c.Reference).Must(r => BidiSafe.Clean(r).Length is >= 2 and <= CashEntry.ReferenceLength).WithMessage("contributions.transfer.reference.wrong").WithState(_ => new object[] { CashEntry.ReferenceLength });
    }
}

public sealed class Handler(MassarDb db, CashDesk desk, CurrentUser user) : IQueryHandler<Query, Transfers>, ICommandHandler<Command, Made>
{
    private const int PageSize = 20;

    public async Task<Outcome<Transfers>> Handle(Query query, CancellationToken ct)
    {
        var today = desk.Today;
        var made = db.CashEntries.At(user).Where(e => e.Register == IssuedDocument.TransferSlipKind);
        var head = await db.SchoolYears.Where(y => y.IsCurrent)
            .Select(y => new { y.Id, Count = made.Count(), IsClosed = db.CashDays.Any(d => d.SchoolId == user.PlaceId && d.Day == today && d.State != CashDayState.Open) }).SingleAsync(ct);
        var pages = Math.Max(1, (head.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var lines = await made.OrderByDescending(e => e.Id).Skip((page - 1) * PageSize).Take(PageSize).Lines(db).ToListAsync(ct);
        return new Transfers(await Held(head.Id, ct), lines, page, pages, head.IsClosed);
    }

    public async Task<Outcome<Made>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.HoldToday(ct) is { } closed)
            return closed;
        var year = await db.CurrentYear(ct);
        if ((await Held(year, ct)).FirstOrDefault(h => h.Key == command.Heading) is not { } heading)
            return Refusal.Invalid("Heading", "contributions.transfer.choose");
        var read = NumberReader.Read(command.Amount, 2, 0.01m, heading.Held);
        if (read.Value is not { } amount)
            return read.Problem == NumberProblem.OutOfRange ? Refusal.Invalid("Amount", "contributions.transfer.range", Formats.Number(heading.Held, 2)) : Refusal.Invalid("Amount", "contributions.amount.wrong");
        var made = await desk.Enter([new CashDraft(CashKind.Transfer, heading.Year, [new PaidLine(heading.Code, heading.NameAr, heading.NameFr, -amount)])
        {
            Beneficiary = (heading.BeneficiaryAr, heading.BeneficiaryFr),
            Reference = BidiSafe.Clean(command.Reference),
        }], ct);
        return made.IsRefused ? made.Refusal! : new Made(made.Value[0].Id, made.Value[0].NumberShown);
    }

    private async Task<List<HeldLine>> Held(int year, CancellationToken ct)
    {
        var sums = await (
            from e in db.CashEntries.At(user)
            where e.SchoolYearId <= year
            join l in db.CashLines on e.Id equals l.EntryId
            group l.Amount by new { e.SchoolYearId, l.HeadingCode, IsIn = e.Register == IssuedDocument.ReceiptKind } into g
            select new { g.Key.SchoolYearId, g.Key.HeadingCode, g.Key.IsIn, Sum = g.Sum() }).ToListAsync(ct);
        var years = sums.Select(s => s.SchoolYearId).Distinct().ToList();
        var headings = await db.ContributionHeadings.AsNoTracking().Where(h => years.Contains(h.SchoolYearId)).OrderByDescending(h => h.SchoolYearId).ThenBy(h => h.Order).ThenBy(h => h.CycleCode).ToListAsync(ct);
        return
        [
            .. from h in headings.DistinctBy(h => (h.SchoolYearId, h.Code))
               let own = sums.FindAll(s => s.SchoolYearId == h.SchoolYearId && s.HeadingCode == h.Code)
               let held = own.Sum(s => s.Sum)
               // What was carried on of a former year is over.
               where own.Count > 0 && (h.SchoolYearId == year || held > 0)
               select new HeldLine(h.SchoolYearId, h.SchoolYearId == year ? h.Code : FormerLine.KeyOf(h.SchoolYearId, h.Code), h.Code, h.NameAr, h.NameFr, h.BeneficiaryAr, h.BeneficiaryFr, held, -own.Where(s => !s.IsIn).Sum(s => s.Sum)),
        ];
    }
}
