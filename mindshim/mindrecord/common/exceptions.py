"""The exceptions of `mindshim.mindrecord` (mirrors `mindspore.mindrecord.common.exceptions`)."""

from __future__ import annotations


class MindRecordException(Exception):
    """The base of them: shown as `[its name]: what happened`.

    Examples:
        >>> from mindshim.mindrecord.common.exceptions import ParamValueError
        >>> print(ParamValueError("No name."))
        [ParamValueError]: Invalid parameter value. No name.
    """

    _text = "Unknown Error."
    _number = 0

    def __init__(self) -> None:
        super().__init__()
        self._error_msg = self._text
        # The number that the real one's logs show: system 0x50, module 0x54, then the error's own.
        self._error_code = 1347686400 + self._number

    def __str__(self) -> str:
        return f"[{type(self).__name__}]: {self._error_msg}"

    @property
    def error_msg(self) -> str:
        """What happened."""
        return self._error_msg

    @property
    def error_code(self) -> int:
        """The error's number."""
        return self._error_code


class _Detailed(MindRecordException):
    """An exception that tells a detail."""

    def __init__(self, error_detail: str) -> None:
        super().__init__()
        self._error_msg = f"{self._text} Detail: {error_detail}"


class UnknownError(MindRecordException):
    """An error of no other kind."""


class ParamTypeError(MindRecordException):
    """An argument of another type."""

    _number = 1

    def __init__(self, param_name: str, expected_type: str) -> None:
        super().__init__()
        self._error_msg = f"Invalid parameter type. '{param_name}' expect {expected_type} type."


class ParamValueError(MindRecordException):
    """An argument of a value that does not fit."""

    _number = 2

    def __init__(self, error_detail: str) -> None:
        super().__init__()
        self._error_msg = f"Invalid parameter value. {error_detail}"


class ParamMissError(MindRecordException):
    """An argument that is missing."""

    _number = 3

    def __init__(self, param_name: str) -> None:
        super().__init__()
        self._error_msg = f"Param missing. '{param_name}' is required."


class PathNotExistsError(MindRecordException):
    """A file that there is not."""

    _number = 4

    def __init__(self, error_path: str) -> None:
        super().__init__()
        self._error_msg = f"Invalid path. {error_path}"


class DbConnectionError(_Detailed):
    """The index can't be opened."""

    _text, _number = "Db connection is error.", 5


def _plain(name: str, text: str, number: int) -> type[MindRecordException]:
    return type(name, (MindRecordException,), {"_text": text, "_number": number, "__doc__": text, "__module__": __name__})


def _detailed(name: str, text: str, number: int) -> type[_Detailed]:
    return type(name, (_Detailed,), {"_text": text, "_number": number, "__doc__": text, "__module__": __name__})


MRMOpenError = _plain("MRMOpenError", "MindRecord File could not open successfully.", 4196)
MRMOpenForAppendError = _plain("MRMOpenForAppendError", "MindRecord File could not open successfully for append.", 4197)
MRMInvalidPageSizeError = _plain("MRMInvalidPageSizeError", "Failed to set page size.", 4198)
MRMInvalidHeaderSizeError = _plain("MRMInvalidHeaderSizeError", "Failed to set header size.", 4199)
MRMSetHeaderError = _plain("MRMSetHeaderError", "Failed to set header.", 4200)
MRMWriteDatasetError = _plain("MRMWriteDatasetError", "Failed to write dataset.", 4201)
MRMCommitError = _plain("MRMCommitError", "Failed to commit.", 4203)
MRMLaunchError = _plain("MRMLaunchError", "Failed to launch.", 4204)
MRMFinishError = _plain("MRMFinishError", "Failed to finish.", 4205)
MRMCloseError = _plain("MRMCloseError", "Failed to close.", 4206)
MRMAddSchemaError = _plain("MRMAddSchemaError", "Failed to add schema.", 4207)
MRMAddIndexError = _plain("MRMAddIndexError", "Failed to add index field.", 4208)
MRMBuildSchemaError = _plain("MRMBuildSchemaError", "Failed to build schema.", 4209)
MRMGetMetaError = _plain("MRMGetMetaError", "Failed to get meta info.", 4210)
MRMIndexGeneratorError = _plain("MRMIndexGeneratorError", "Failed to create index generator.", 4211)
MRMGenerateIndexError = _plain("MRMGenerateIndexError", "Failed to generate index.", 4212)
MRMInitSegmentError = _plain("MRMInitSegmentError", "Failed to initialize segment.", 4213)
MRMFetchCandidateFieldsError = _plain("MRMFetchCandidateFieldsError", "Failed to fetch candidate category fields.", 4214)
MRMReadCategoryInfoError = _plain("MRMReadCategoryInfoError", "Failed to read category information.", 4215)
MRMFetchDataError = _plain("MRMFetchDataError", "Failed to fetch data by category.", 4216)
MRMInvalidSchemaError = _detailed("MRMInvalidSchemaError", "Schema format is error.", 8392)
MRMValidateDataError = _detailed("MRMValidateDataError", "Raw data do not match the schema.", 8393)
MRMDefineIndexError = _detailed("MRMDefineIndexError", "Failed to define index field.", 8394)
MRMDefineBlobError = _detailed("MRMDefineBlobError", "Failed to define blob field.", 8395)
MRMUnsupportedSchemaError = _detailed("MRMUnsupportedSchemaError", "Schema is not supported.", 8396)
MRMDefineCategoryError = _detailed("MRMDefineCategoryError", "Failed to define category field.", 8397)
