using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.Messages;
using Massar.Features.Messages.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfMessages;

/// <summary>
/// Whose turn it is in a conversation between a family and the school is told, never what is written in it. A danger goes to the head at any
/// hour; what the head wrote down about it is told to nobody.
/// </summary>
public sealed class Handler(MassarDb db, AccountDesk accounts, EmployeeDesk employees, TimeProvider clock) : IFactHandler<ThreadStepped>
{
    public async Task Handle(ThreadStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What is "settled" or "taken-back")
            return;
        var id = notification.Thread;
        var thread = await (
            from t in db.FamilyThreads
            where t.Id == id
            join p in db.Pupils on t.PupilId equals p.Id
            join g in db.Guardians on t.GuardianId equals (long?)g.Id into guardians
            from g in guardians.DefaultIfEmpty()
            select new { t.SchoolId, t.Door, t.EmployeeId, t.ClassId, t.SubjectCode, t.AccountId, t.GuardianId, t.PupilId, t.EscalatedAt, t.FlaggedAt, p.FirstNameAr, p.FirstNameLatin, g.Phone }).AsNoTracking().SingleAsync(cancellationToken);
        var (what, address) = (notification.What, Massar.Features.Messages.Links.Thread(id));
        var key = string.Create(CultureInfo.InvariantCulture, $"message/{id}/{notification.Line}");

        switch (what)
        {
            case "asked" or "again":
                await Addressee("notices.message-asked");
                if (thread.EscalatedAt is not null && thread.Door != ThreadDoor.Head)
                    await Office(Roles.Head, "notices.message-asked", urgent: false);
                break;
            case "answered":
                await Family("notices.message-answered");
                break;
            case "written":
                await Family("notices.message-written");
                break;
            case "reported":
                await Office(Roles.Head, "notices.message-reported", urgent: false);
                break;
            case "escalated":
                await Office(Roles.Head, "notices.message-late", urgent: false);
                if (thread.Door != ThreadDoor.Head)
                    await Family("notices.message-up");
                break;
            case "flagged":
                await Office(Roles.Head, "notices.message-danger", urgent: true);
                break;
            default:
                await Addressee("notices.message-closed");
                break;
        }

        // Whose right to the child has ended reads nothing more of it.
        Task Family(string template)
        {
            var (account, pupil) = (thread.AccountId, thread.PupilId);
            // A pupil of age is written to alone.
            if (thread.GuardianId is not { } guardian)
                return accounts.Tell(db.Accounts.Where(a => a.Id == account && a.PupilId == pupil), 1, told => told.Draft($"{key}/family", thread.SchoolId, template, address, Child(told.IsArabic)) with { Phone = told.Phone }, cancellationToken);
            var entitled = db.Guardianships.InForce(MoroccanDay.Today(clock)).Where(g => g.GuardianId == guardian && g.PupilId == pupil);
            return accounts.Tell(db.Accounts.Where(a => a.Id == account && entitled.Any()), 1, told => told.Draft($"{key}/family", thread.SchoolId, template, address, Child(told.IsArabic)) with
            { Phone = thread.Phone ?? told.Phone, About = (guardian, pupil) }, cancellationToken);
        }

        // A teacher who no longer has the class reads it no more: the head sees to it.
        async Task Addressee(string template) => await (thread.EmployeeId is { } teacher
            ? !await db.TeachingAssignments.LiveOn(MoroccanDay.Today(clock)).AnyAsync(a => a.EmployeeId == teacher && a.ClassId == thread.ClassId && a.SubjectCode == thread.SubjectCode, cancellationToken) ? Office(Roles.Head, template, urgent: false) : employees.Tell(teacher, told => told.Draft($"{key}/teacher", thread.SchoolId, template, address, Child(told.Language == "ar")), cancellationToken)
            : Office(thread.Door switch { ThreadDoor.Life => Roles.Supervisor, ThreadDoor.Office => Roles.Clerk, _ => Roles.Head }, template, urgent: false));

        Task Office(string role, string template, bool urgent) =>
            accounts.Tell(accounts.Holding(thread.SchoolId, role), AccountDesk.MostOfOffice, told => told.Draft($"{key}/{role}/{told.Id}", thread.SchoolId, template, address, Child(told.IsArabic)) with
            { Phone = told.Phone, Urgent = urgent }, cancellationToken);

        string Child(bool arabic) => arabic ? thread.FirstNameAr : thread.FirstNameLatin;
    }
}
