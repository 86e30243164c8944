using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.OpenStaffAccounts;

public sealed record Query : IQuery<Missing>;

/// <param name="Lines">At most <see cref="StaffDesk.MostAtOnce"/>; the rest comes with the next sheet.</param>
public sealed record Missing(string PlaceAr, string PlaceFr, int Total, IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(string Ppr, string NameAr, string NameLatin, string Role);

public sealed record Command : ICommand<IReadOnlyList<Slip>>, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, StaffDesk desk, CodePrinter printer, TimeProvider clock)
    : IQueryHandler<Query, Missing>, ICommandHandler<Command, IReadOnlyList<Slip>>
{
    public async Task<Outcome<Missing>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        if (await desk.IsLent(ct))
            return Refusal.Conflict("accounts.staff.lent").Next("accounts.staff.lent.next");
        var here = user.PlaceId;
        var place = await db.Places.AsNoTracking().Where(p => p.Id == here).Select(p => new { p.NameAr, p.NameFr }).SingleAsync(ct);
        var waiting = Waiting(await Kinship.WithSelf(db, user.EmployeeId, ct));
        var total = await waiting.CountAsync(ct);
        var staff = await waiting.AsNoTracking().Take(StaffDesk.MostAtOnce).ToListAsync(ct);
        var held = await desk.Held(staff, ct);
        return new Missing(place.NameAr, place.NameFr, total, [.. staff.Select(e => new Line(e.Ppr, e.FullNameAr, e.FullNameLatin, held[e.Id].Role))]);
    }

    public async Task<Outcome<IReadOnlyList<Slip>>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        return await unit.Run<IReadOnlyList<Slip>>("Accounts.OpenStaffAccounts", async token =>
        {
            if (await desk.IsLent(token))
                return Refusal.Conflict("accounts.staff.lent").Next("accounts.staff.lent.next");
            var here = user.PlaceId;
            // Two sheets for one place come one after the other: the second finds the accounts of the first.
            _ = await db.Places.Where(p => p.Id == here).Select(p => p.Id).ForUpdate().ToListAsync(token);
            var place = await db.Places.AsNoTracking().SingleAsync(p => p.Id == here, token);
            var staff = await Waiting(await Kinship.WithSelf(db, user.EmployeeId, token)).Take(StaffDesk.MostAtOnce).ToListAsync(token);
            var held = await desk.Held(staff, token);
            List<Account> opened = [];
            foreach (var one in staff)
            {
                // Who has an account under another file, or whose number is somebody's login, is for the page of one person, which says so.
                var account = await desk.Open(new StaffMember(one, place), held[one.Id], token);
                if (!account.IsRefused)
                    opened.Add(account.Value);
            }

            var codes = await printer.Print(opened, resetsSecondFactor: false, token);
            await db.SaveChangesAsync(token);
            return opened.Zip(codes, (account, code) => printer.SlipOf(account, code, place.NameAr, place.NameFr)).ToList();
        }, ct);
    }

    // Of the very place, not of those below: a directorate's sheet is not its schools'.
    private IQueryable<Employee> Waiting(IReadOnlyList<long> own)
    {
        var here = user.PlaceId;
        return db.Employees.InReachOf(user).Where(e => e.PlaceId == here && !own.Contains(e.Id) && !db.Accounts.Any(a => a.EmployeeId == e.Id) && !db.Accounts.Any(a => a.Login == e.Ppr))
            .OrderBy(e => e.LastNameAr).ThenBy(e => e.FirstNameAr).ThenBy(e => e.Id);
    }
}
