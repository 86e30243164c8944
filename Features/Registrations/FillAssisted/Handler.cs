using Massar.Features.Files.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.FillAssisted;

public sealed record Query(long Id, string Step) : IQuery<StepPage>;

public sealed record FileQuery(long Id, Guid File) : IQuery<FileView>;

/// <summary>One page of the form, as the desk sees it.</summary>
/// <param name="Unfinished">Stages before this one, from 0, on which something is still to be filled in.</param>
public sealed record StepPage(string Step, string? Before, int Version, IReadOnlyList<Topic> Topics, FormParts Parts, int? DaysApart, IReadOnlyList<int> Unfinished) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Version">As the page was drawn.</param>
public sealed record Command(long Id, string Step, Posted Posted, int Version) : ICommand<Kept>, IRunsItsOwnUnits;

/// <param name="Next">The step to go to: this one again when there is something to confirm.</param>
public sealed record Kept(string Next);

/// <summary>Saves first and judges afterwards, as the family's form does: what was typed wrongly is kept as typed too.</summary>
public sealed class Handler(MassarDb db, AssistDesk desk, UnitOfWork unit, Residence residence, FormDesk form, TimeProvider clock)
    : IQueryHandler<Query, StepPage>, IQueryHandler<FileQuery, FileView>, ICommandHandler<Command, Kept>
{
    public async Task<Outcome<StepPage>> Handle(Query query, CancellationToken ct)
    {
        var draft = await desk.Open.AsNoTracking().SingleOrDefaultAsync(d => d.Id == query.Id, ct);
        if (draft is null)
            return Refusal.NotFound;
        var uploads = await desk.Uploads(draft.Id, ct);
        var request = draft.AsRequest(hasPhoto: uploads.ContainsKey("photo"));
        var answers = new Answers(draft.Answers);
        IReadOnlyList<Topic> topics = [.. Topics.On(query.Step)];
        var parts = await form.Of(request, answers, [.. topics.Where(t => t.Fields.Count > 0)], ct);
        return new StepPage(query.Step, Topics.Before(query.Step, answers), draft.Version, topics,
            parts with { Id = draft.Id, Photo = uploads.TryGetValue("photo", out var photo) ? photo : null, Proof = uploads.TryGetValue("proof", out var proof) ? proof : null },
            query.Step == "birth" ? Checks.DaysApart(answers) : null,
            [.. Gaps.Of(request, answers, MoroccanDay.Today(clock)).Select(g => Topics.StageOf(g.Step)).Where(s => s < Topics.StageOf(query.Step)).Distinct().Order()]);
    }

    public async Task<Outcome<FileView>> Handle(FileQuery query, CancellationToken ct)
    {
        var file = await desk.Open.Where(d => d.Id == query.Id)
            .Join(db.DeskUploads.Where(u => u.PublicId == query.File), d => d.Id, u => u.DraftId, (d, u) => new FileView(u.Kind, u.ContentType, u.Bytes)).AsNoTracking().SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }

    public async Task<Outcome<Kept>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        IReadOnlyList<Topic> topics = [.. Topics.On(command.Step)];
        if (command.Posted.Strange(topics) is { } strange)
            return strange;
        var topic = topics.FirstOrDefault(t => t.Code == command.Posted.Topic)?.Code;
        var reading = await FormDesk.Read(topic, command.Posted.Upload, now, ct);

        var kept = await unit.Run<Saved>("Registrations.FillAssisted", async token =>
        {
            var draft = await desk.Open.Where(d => d.Id == command.Id).ForUpdate().SingleOrDefaultAsync(token);
            if (draft is null)
                return Refusal.NotFound;
            // A colleague of the same desk took it up meanwhile.
            if (draft.Version != command.Version)
                return Refusal.Stale;

            var before = new Answers(draft.Answers);
            var answers = before.Copy();
            command.Posted.Into(answers, topics);
            var request = draft.AsRequest();
            if (command.Step is "area" or "zone" or "school")
            {
                if (command.Step == "zone" && answers["Zone"] != before["Zone"])
                    answers["School"] = "";
                await residence.Apply(request, answers, token);
            }

            if (reading?.File is { } file)
                await desk.Keep(draft.Id, topic!, file, token);
            request.Write(answers);
            draft.Write(answers, request, now);
            await db.SaveChangesAsync(token);
            return new Saved(answers, command.Step == "school" ? Residence.MissingReason(request, answers) : null);
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
