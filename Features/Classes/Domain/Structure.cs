using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Classes.Domain;

/// <summary>Where the structure of a school's next year stands.</summary>
public enum StructureState : byte
{
    Draft = 0,

    /// <summary>The directorate's turn.</summary>
    Sent = 1,

    /// <summary>Some line came back; the head's turn.</summary>
    Returned = 2,

    /// <summary>Every line is accepted; the classes exist.</summary>
    Accepted = 3,
}

/// <summary>Where one line of it stands.</summary>
public enum StructureLineState : byte
{
    Draft = 0,
    Sent = 1,
    Accepted = 2,
    Returned = 3,
}

/// <summary>The educational structure (البنية التربوية) of a school in a year to come: how many classes of each level and stream.</summary>
public sealed class Structure : IVersioned, IInPlace, IOfSchool
{
    public const int RemarkLength = 300;

    public int Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public StructureState State { get; set; }

    /// <summary>When it was last sent, UTC.</summary>
    public DateTime? SentAt { get; set; }

    public int Version { get; set; }

    public List<StructureLine> Lines { get; init; } = [];

    int IInPlace.PlaceId => SchoolId;

    /// <summary>The head may change it.</summary>
    public bool IsWithHead => State is StructureState.Draft or StructureState.Returned;

    /// <summary>What was accepted stays: after a return only the lines that came back are open.</summary>
    public bool MayChange(StructureLine line) => IsWithHead && line.State is (StructureLineState.Draft or StructureLineState.Returned);

    /// <summary>All open lines go to the directorate.</summary>
    public Refusal? Send(DateTime now)
    {
        if (!IsWithHead) return Refusal.Conflict("classes.structure.not-yours").Next("classes.structure.not-yours.next");
        if (Lines.TrueForAll(l => l.Classes == 0)) return Refusal.Conflict("classes.structure.empty").Next("classes.structure.empty.next");
        foreach (var line in Lines.Where(l => l.State != StructureLineState.Accepted)) line.State = StructureLineState.Sent;
        (State, SentAt) = (StructureState.Sent, now);
        return null;
    }

    /// <summary>The directorate answers every line that waits; a line goes back only with a remark.</summary>
    /// <param name="answers">By number of line.</param>
    public Refusal? Decide(IReadOnlyDictionary<int, StructureAnswer> answers)
    {
        if (State != StructureState.Sent) return Refusal.Conflict("classes.structure.not-sent").Next("classes.structure.not-sent.next");
        var waiting = Lines.Where(l => l.State == StructureLineState.Sent).ToList();
        var wrong = new Dictionary<string, Said>();
        foreach (var line in waiting)
            if (!answers.TryGetValue(line.Id, out var answer) || answer.IsAccepted is null) wrong[StructureAnswer.ChoiceField(line.Id)] = new Said("classes.structure.answer-needed");
            else if (answer is { IsAccepted: false, Remark.Length: 0 }) wrong[StructureAnswer.RemarkField(line.Id)] = new Said("classes.structure.remark-needed");
            else if (answer.Remark.Length > RemarkLength) wrong[StructureAnswer.RemarkField(line.Id)] = new Said("classes.text.long", RemarkLength);
        if (wrong.Count > 0) return Refusal.Invalid(wrong);

        foreach (var line in waiting)
        {
            line.State = answers[line.Id].IsAccepted == true ? StructureLineState.Accepted : StructureLineState.Returned;
            line.Remark = answers[line.Id].Remark is { Length: > 0 } remark ? remark : null;
        }

        State = Lines.Exists(l => l.State == StructureLineState.Returned) ? StructureState.Returned : StructureState.Accepted;
        return null;
    }
}

/// <summary>What the directorate says of a line.</summary>
/// <param name="IsAccepted">None while nothing was chosen.</param>
public sealed record StructureAnswer(bool? IsAccepted, string Remark)
{
    public static string ChoiceField(int line) => $"Answer{line}";

    public static string RemarkField(int line) => $"Remark{line}";
}

/// <summary>A level and stream of a structure.</summary>
public sealed class StructureLine : IVersioned, IInPlace
{
    public int Id { get; init; }

    public int StructureId { get; init; }

    public required int SchoolId { get; init; }

    public required string LevelCode { get; init; }

    public string StreamCode { get; init; } = "";

    /// <summary>Pupils and classes as the program proposed them; what the head changed shows against it.</summary>
    public required int ProposedPupils { get; set; }

    public required int ProposedClasses { get; set; }

    /// <summary>Of a first year: requests of families for that year that the proposal counts; null where it follows from the pupils alone.</summary>
    public int? FromRequests { get; set; }

    /// <summary>Of a first year: younger brothers and sisters who come of age; null where it follows from the pupils alone.</summary>
    public int? FromSiblings { get; set; }

    /// <summary>Of a first year: who entered this year; null where it follows from the pupils alone.</summary>
    public int? FromEntrants { get; set; }

    public required int Pupils { get; set; }

    public required int Classes { get; set; }

    /// <summary>Why the head departs from the proposal.</summary>
    public string? Note { get; set; }

    public StructureLineState State { get; set; }

    /// <summary>The directorate's.</summary>
    public string? Remark { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

/// <summary>One step of a structure's way: prepared, sent, returned, accepted.</summary>
public sealed class StructureStep : IInPlace
{
    public int Id { get; init; }

    public required int StructureId { get; init; }

    public required int SchoolId { get; init; }

    public required StructureState State { get; init; }

    public required long ByAccountId { get; init; }

    public required string Role { get; init; }

    public required DateTime At { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class StructureConfiguration : IEntityTypeConfiguration<Structure>
{
    public void Configure(EntityTypeBuilder<Structure> builder)
    {
        builder.ToTable("Structures");
        builder.Ignore(s => s.IsWithHead);
        builder.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.StructureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.SchoolId, s.SchoolYearId }).IsUnique();
    }
}

public sealed class StructureLineConfiguration : IEntityTypeConfiguration<StructureLine>
{
    public void Configure(EntityTypeBuilder<StructureLine> builder)
    {
        builder.ToTable("StructureLines");
        builder.Property(l => l.LevelCode).IsCode(10);
        builder.Property(l => l.StreamCode).IsCode(20);
        builder.Property(l => l.Note).HasMaxLength(Structure.RemarkLength);
        builder.Property(l => l.Remark).HasMaxLength(Structure.RemarkLength);
        builder.HasIndex(l => new { l.StructureId, l.LevelCode, l.StreamCode }).IsUnique();
    }
}

public sealed class StructureStepConfiguration : IEntityTypeConfiguration<StructureStep>
{
    public void Configure(EntityTypeBuilder<StructureStep> builder)
    {
        builder.ToTable("StructureSteps");
        builder.Property(s => s.Role).IsCode(30);
        builder.HasIndex(s => s.StructureId);
    }
}
