using Massar.Features.Files.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.FillRegistration;

public sealed record Query(long Id, string Step) : IQuery<StepPage>;

/// <summary>One page of the form.</summary>
/// <param name="Before">The page before it, null on the first.</param>
/// <param name="Topics">Its parts with their fields, as the form posts them.</param>
/// <param name="DaysApart">How far the two birth dates are apart, on the page of birth.</param>
/// <param name="Unfinished">Stages before this one, from 0, on which something is still to be filled in.</param>
public sealed record StepPage(string Step, string? Before, IReadOnlyList<Topic> Topics, FormParts Parts, int? DaysApart, IReadOnlyList<int> Unfinished);

public sealed record Command(long Id, string Step, Posted Posted, string Language) : ICommand<Kept>, IRunsItsOwnUnits;

/// <param name="Next">The step to go to: this one again when there is something to confirm.</param>
public sealed record Kept(string Next);

/// <summary>
/// Saves first and judges afterwards: what was typed wrongly is kept as typed too, so a page that was left
/// with an error is found again as it was.
/// </summary>
public sealed class Handler(MassarDb db, Family family, UnitOfWork unit, Residence residence, FormDesk desk, TimeProvider clock)
    : IQueryHandler<Query, StepPage>, ICommandHandler<Command, Kept>
{
    public async Task<Outcome<StepPage>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.AsNoTracking().OfFamily(phone).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        if (registration.State != RegistrationState.Draft)
            return Refusal.Conflict("registrations.already-sent").Next("registrations.already-sent.next");
        var answers = new Answers(registration.Answers);
        IReadOnlyList<Topic> topics = [.. Topics.On(query.Step)];
        return new StepPage(query.Step, Topics.Before(query.Step, answers), topics, await desk.Of(registration, answers, topics, ct),
            query.Step == "birth" ? Checks.DaysApart(answers) : null,
            [.. Gaps.Of(registration, answers, MoroccanDay.Today(clock)).Select(g => Topics.StageOf(g.Step)).Where(s => s < Topics.StageOf(query.Step)).Distinct().Order()]);
    }

    public async Task<Outcome<Kept>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var now = clock.GetUtcNow().UtcDateTime;
        IReadOnlyList<Topic> topics = [.. Topics.On(command.Step)];
        if (command.Posted.Strange(topics) is { } strange)
            return strange;
        var topic = topics.FirstOrDefault(t => t.Code == command.Posted.Topic)?.Code;
        var reading = await FormDesk.Read(topic, command.Posted.Upload, now, ct);

        var kept = await unit.Run<Saved>("Registrations.FillRegistration", async token =>
        {
            var registration = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, token);
            if (registration is null)
                return Refusal.NotFound;
            if (registration.State != RegistrationState.Draft)
                return Refusal.Conflict("registrations.already-sent").Next("registrations.already-sent.next");

            var answers = new Answers(registration.Answers);
            command.Posted.Into(answers, topics);
            if (command.Step is "area" or "zone" or "school")
            {
                if (command.Step == "zone" && answers["Zone"] != new Answers(registration.Answers)["Zone"])
                    answers["School"] = "";
                await residence.Apply(registration, answers, token);
            }

            if (reading?.File is { } file)
            {
                var stored = StoredFile.Of(file.Kind, file.ContentType, file.Content!.Bytes, now);
                db.StoredFiles.Add(stored);
                await db.SaveChangesAsync(token);
                if (file.Kind == FileKind.Photo)
                    registration.PhotoId = stored.Id;
                else
                    registration.ProofId = stored.Id;
            }

            registration.Language = command.Language;
            registration.Write(answers);
            await db.SaveChangesAsync(token);
            return new Saved(answers, command.Step == "school" ? Residence.MissingReason(registration, answers) : null);
        }, ct);
        if (kept.IsRefused)
            return kept.Refusal!;

        var saved = kept.Value.Answers;
        var wrong = Checks.Of(topics, saved, MoroccanDay.Today(clock), isWhole: false);
        if (kept.Value.ReasonMissing is { } missing)
            wrong["ZoneReason"] = missing;
        if (reading?.Problem is { } problem)
            wrong[topic!] = new Said(problem);
        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);
        return new Kept(Proposals.MustStay(command.Step, command.Posted, topics, saved) ? command.Step : Topics.After(command.Step, saved));
    }

    private sealed record Saved(Answers Answers, Said? ReasonMissing);
}
