using Massar.Features.Files.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.CorrectRegistration;

public sealed record Query(long Id) : IQuery<Reopened>;

/// <summary>The reopened parts.</summary>
/// <param name="IsPrepared">Something was changed and is not sent yet.</param>
public sealed record Reopened(long Id, string Number, IReadOnlyList<Topic> Topics, string? Remark, bool IsPrepared, FormParts Parts);

public sealed record Prepare(long Id, Posted Posted) : ICommand<Done>, IRunsItsOwnUnits;

public sealed record Send(long Id) : ICommand;

/// <summary>Corrections lie beside the file until they are sent; the head goes on seeing what was sent before.</summary>
public sealed class Handler(MassarDb db, Family family, UnitOfWork unit, Residence residence, FormDesk desk, TimeProvider clock)
    : IQueryHandler<Query, Reopened>, ICommandHandler<Prepare, Done>, ICommandHandler<Send>
{
    private const string NewPhoto = "NewPhoto";
    private const string NewProof = "NewProof";

    public async Task<Outcome<Reopened>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.AsNoTracking().OfFamily(phone).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        if (registration.State != RegistrationState.ToCorrect)
            return Refusal.Conflict("registrations.not-to-correct").Next("registrations.state-changed.next");
        var topics = TopicsOf(registration);
        var answers = AnswersOf(registration);
        registration.PhotoId = answers.Number(NewPhoto) ?? registration.PhotoId;
        registration.ProofId = answers.Number(NewProof) ?? registration.ProofId;
        await residence.Apply(registration, answers, ct);
        return new Reopened(registration.Id, registration.Number, topics, registration.Remark, registration.Correction is not null, await desk.Of(registration, answers, topics, ct));
    }

    public async Task<Outcome<Done>> Handle(Prepare command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var now = clock.GetUtcNow().UtcDateTime;
        var reading = await FormDesk.Read(command.Posted.Topic, command.Posted.Upload, now, ct);
        var prepared = await unit.Run<Prepared>("Registrations.CorrectRegistration", async token =>
        {
            var registration = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, token);
            if (registration is null)
                return Refusal.NotFound;
            if (registration.State != RegistrationState.ToCorrect)
                return Refusal.Conflict("registrations.not-to-correct").Next("registrations.state-changed.next");
            var topics = TopicsOf(registration);
            if (command.Posted.Strange(topics) is { } strange)
                return strange;
            var answers = AnswersOf(registration);
            command.Posted.Into(answers, topics);
            if (reading?.File is { } file && topics.Any(t => t.Code == command.Posted.Topic))
            {
                var stored = StoredFile.Of(file.Kind, file.ContentType, file.Content!.Bytes, now);
                db.StoredFiles.Add(stored);
                await db.SaveChangesAsync(token);
                answers[file.Kind == FileKind.Photo ? NewPhoto : NewProof] = stored.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            registration.Prepare(answers);
            await db.SaveChangesAsync(token);
            return new Prepared(topics, answers);
        }, ct);
        if (prepared.IsRefused)
            return prepared.Refusal!;
        var wrong = Checks.Of(prepared.Value.Topics, prepared.Value.Answers, MoroccanDay.Today(clock), isWhole: true);
        if (reading?.Problem is { } problem)
            wrong[command.Posted.Topic!] = new Said(problem);
        return wrong.Count > 0 ? Refusal.Invalid(wrong) : Done.It;
    }

    public async Task<Outcome<Done>> Handle(Send command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        if (registration.Correction is null)
            return Refusal.Conflict("registrations.correct.nothing").Next("registrations.correct.nothing.next");
        var corrected = new Answers(registration.Correction);
        if (Checks.Of(TopicsOf(registration), corrected, MoroccanDay.Today(clock), isWhole: true) is { Count: > 0 } wrong)
            return Refusal.Invalid(wrong);

        var now = clock.GetUtcNow().UtcDateTime;
        registration.PhotoId = corrected.Number(NewPhoto) ?? registration.PhotoId;
        registration.ProofId = corrected.Number(NewProof) ?? registration.ProofId;
        if (registration.SendCorrection(now) is { } refusal)
            return refusal;
        var answers = new Answers(registration.Answers);
        await residence.Apply(registration, answers, ct);
        if (await db.ExistingFor(registration, ct) is { IsSure: true })
            return Refusal.Conflict("registrations.exists");
        db.Note(registration, "corrected", now);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private static IReadOnlyList<Topic> TopicsOf(Registration registration) => [.. registration.ReopenedTopics.Select(Topics.Find).OfType<Topic>()];

    private static Answers AnswersOf(Registration registration) => new(registration.Correction ?? registration.Answers);

    private sealed record Prepared(IReadOnlyList<Topic> Topics, Answers Answers);
}
