using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Licences;
using Massar.Features.Licences.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfLicences;

/// <summary>
/// The school and its directorate are told what becomes of a licence and that its last day comes near; the academy of files that wait for it; the school of remarks to
/// mend; teachers of the public sector of hours that are asked for and allowed. Why something was refused is read where it was decided.
/// </summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<LicenceStepped>, IFactHandler<LicenceCaseStepped>, IFactHandler<SchoolVisited>, IFactHandler<RemarkStepped>, IFactHandler<ExtraHoursStepped>
{
    public async Task Handle(LicenceStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What is not ("granted" or "suspended" or "lifted" or "withdrawn" or "expires" or "expired"))
            return;
        var id = notification.LicenceId;
        var about = await db.SchoolLicences.Where(l => l.Id == id).Select(l => new { l.NameAr, l.NameFr, l.ExpiresOn }).SingleAsync(cancellationToken);
        foreach (var to in (IQueryable<Account>?[])[notification.SchoolId is { } school ? accounts.Holding(school, Roles.Head) : null, accounts.Holding(notification.PlaceId, Roles.HeadOfService)])
            if (to is not null)
                await Tell(to, Key("licence", id, notification.Step, notification.What), notification.PlaceId, $"notices.licence-{notification.What}", Licences.Links.Licence(id), a => [a.IsArabic ? about.NameAr : about.NameFr, Formats.ShortDate(about.ExpiresOn)], cancellationToken);
    }

    public async Task Handle(LicenceCaseStepped notification, CancellationToken cancellationToken)
    {
        var (id, by) = (notification.CaseId, notification.ByAccountId);
        IQueryable<Account>? to = notification.State switch
        {
            CaseState.Study when notification.SchoolId is not null => accounts.Holding(notification.PlaceId, Roles.HeadOfService),
            CaseState.Commission => accounts.Holding(notification.AcademyId, Roles.Signatory),
            CaseState.Returned or CaseState.Refused => db.Accounts.Where(a => a.Id == by).Union(accounts.Holding(notification.PlaceId, Roles.HeadOfService)),
            _ => null,
        };
        if (to is null)
            return;
        var about = await db.LicenceCases.Where(c => c.Id == id).Select(c => new { c.NameAr, c.NameFr, c.Reference }).SingleAsync(cancellationToken);
        await Tell(to, Key("licence-case", id, notification.Step, $"{notification.State}"), notification.PlaceId, $"notices.licence-case-{notification.State.ToString().ToLowerInvariant()}", Licences.Links.Case(id), a => [a.IsArabic ? about.NameAr : about.NameFr, about.Reference], cancellationToken);
    }

    public async Task Handle(SchoolVisited notification, CancellationToken cancellationToken) => await Tell(
        accounts.Holding(notification.SchoolId, Roles.Head), Key("licence-visit", notification.VisitId, 0, "visited"), notification.PlaceId, "notices.licence-visited", Licences.Links.Mine, _ => [Formats.ShortDate(notification.MendBy)], cancellationToken);

    public async Task Handle(RemarkStepped notification, CancellationToken cancellationToken)
    {
        // The side that did not take the step.
        var to = notification.State == RemarkState.Mended ? accounts.Holding(notification.PlaceId, Roles.HeadOfService) : notification.SchoolId is { } school ? accounts.Holding(school, Roles.Head) : null;
        if (to is null)
            return;
        var (id, state) = (notification.RemarkId, notification.State.ToString().ToLowerInvariant());
        var about = await db.LicenceRemarks.Where(r => r.Id == id).Select(r => new { NameAr = db.Places.Where(p => p.Id == r.SchoolId).Select(p => p.NameAr).FirstOrDefault(), NameFr = db.Places.Where(p => p.Id == r.SchoolId).Select(p => p.NameFr).FirstOrDefault() }).SingleAsync(cancellationToken);
        await Tell(to, Key("licence-remark", id, notification.Step, state), notification.PlaceId, $"notices.licence-remark-{state}", Licences.Links.Remark(id), a => [(a.IsArabic ? about.NameAr : about.NameFr) ?? ""], cancellationToken);
    }

    public async Task Handle(ExtraHoursStepped notification, CancellationToken cancellationToken)
    {
        var (id, employee) = (notification.Id, notification.EmployeeId);
        var about = await (
            from x in db.ExtraHours
            where x.Id == id
            join p in db.Places on x.SchoolId equals p.Id
            join t in db.PrivateTeachers on x.TeacherId equals t.Id
            select new { p.NameAr, p.NameFr, x.Hours, TeacherAr = t.NameAr, t.NameLatin }).AsNoTracking().SingleAsync(cancellationToken);
        var own = db.Accounts.Where(a => a.EmployeeId == employee);
        var state = notification.State.ToString().ToLowerInvariant();
        await Tell(own, Key("extra-hours", id, notification.Step, state), notification.OfficeId, $"notices.extra-hours-{state}", Licences.Links.OwnExtra, a => [a.IsArabic ? about.NameAr : about.NameFr, $"{about.Hours}"], cancellationToken);
        // The office that answers, or the school that asked; what the school did itself, or does not know, it is not told.
        var (others, address) = notification.State is ExtraState.Asked or ExtraState.Unasked or ExtraState.Ended ? (accounts.Holding(notification.OfficeId, Roles.HeadOfService), Licences.Links.ExtraCase(id)) : (accounts.Holding(notification.SchoolId, Roles.Head), Licences.Links.Teachers);
        await Tell(others.Where(a => a.EmployeeId != employee), Key("extra-hours-of", id, notification.Step, state), notification.OfficeId, $"notices.extra-hours-{state}-of", address, a => [a.IsArabic ? about.TeacherAr : about.NameLatin, $"{about.Hours}"], cancellationToken);
    }

    private static string Key(string what, long id, int step, string state) => string.Create(CultureInfo.InvariantCulture, $"{what}/{id}/{step}/{state}");

    private Task Tell(IQueryable<Account> to, string key, int place, string template, string address, Func<ToldAccount, IReadOnlyList<string>> args, CancellationToken ct) =>
        accounts.Tell(to, AccountDesk.MostOfOffice, a => a.Draft(string.Create(CultureInfo.InvariantCulture, $"{key}/a{a.Id}"), place, template, address, args(a)) with { Email = a.Email }, ct);
}
