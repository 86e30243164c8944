using FluentValidation;
using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.PupilNotes.WriteNote;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Kind).Must(k => k is nameof(NoteKind.Need) or nameof(NoteKind.Alert) or nameof(NoteKind.Strength)).WithMessage("pupil-notes.kind.choose");
        RuleFor(c => c.Text).Must(t => BidiSafe.Clean(t).Length > 0).WithMessage("pupil-notes.text.needed");
        RuleFor(c => c.Text).Must(t => BidiSafe.Clean(t).Length <= PupilNote.TextLength).WithMessage("pupil-notes.text.long").WithState(_ => new object[] { PupilNote.TextLength });
        RuleFor(c => c.Sensitive).Must(s => s is "yes" or "no").WithMessage("pupil-notes.sensitive.choose");
        RuleFor(c => c.Audience).Must(a => a is nameof(NoteAudience.Teachers) or nameof(NoteAudience.Lead)).WithMessage("pupil-notes.audience.choose");
    }
}
