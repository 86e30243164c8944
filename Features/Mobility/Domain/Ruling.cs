using FluentValidation;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.Domain;

/// <summary>What the directorate says of something a participant asked for: accept or refuse, and why.</summary>
public interface IRuling
{
    string? Decision { get; }

    string? Remark { get; }
}

/// <summary>A ruling as a form posts it. Properties, for a form leaves out what was not chosen.</summary>
public sealed record Ruling : IRuling
{
    public const string Accept = "accept";
    public const string Refuse = "refuse";
    public const int RemarkLength = 500;

    /// <summary>The version of what is ruled on that the person saw.</summary>
    public int Version { get; init; }

    public string? Decision { get; init; }

    public string? Remark { get; init; }

    /// <summary>The post an accepted appeal gives; none for a correction that is only kept.</summary>
    public string? Post { get; init; }
}

/// <summary>A ruling is one of the two, and a refusal states its reason (workflow rule 3).</summary>
public abstract class RulingValidator<T> : AbstractValidator<T> where T : IRuling
{
    protected RulingValidator()
    {
        RuleFor(c => c.Decision).Must(d => d is Ruling.Accept or Ruling.Refuse).WithMessage("mobility.contest.choose-decision");
        RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).When(c => c.Decision == Ruling.Refuse).WithMessage("mobility.contest.refusal-needs-reason");
        RuleFor(c => c.Remark).MaximumLength(Ruling.RemarkLength).WithMessage("mobility.too-long").WithState(_ => new object[] { Ruling.RemarkLength });
    }
}
